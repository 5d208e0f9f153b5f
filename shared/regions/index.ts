import { ontario } from './ca-on.ts'
import type { Region, RegionCode } from './region.ts'

/** Every region a practice can be in. A new province is a file beside `ca-on.ts` and a line here. */
export const regions: Readonly<Record<RegionCode, Region>> = { 'ca-on': ontario }
