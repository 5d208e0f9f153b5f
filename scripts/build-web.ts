import { buildWeb } from '../server/web/build-web.ts'

/** Builds web/dist when its sources have changed. */
await buildWeb((line) => console.log(line))
