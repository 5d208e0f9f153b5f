import type { Filters } from './search-filters.ts'

/**
 * What was searched for last, while the page is there: words never stand in an address or in the browser's storage, and a way
 * back leads to what was found.
 */
export type Asked = { filters: Filters; viewId: string | null; at: Date }

let last: { membershipId: string; asked: Asked } | null = null

export function lastSearch(membershipId: string): Asked | null {
  return last?.membershipId === membershipId ? last.asked : null
}

export function rememberSearch(membershipId: string, asked: Asked | null): void {
  last = asked && { membershipId, asked }
}
