// What the page of client.test.ts runs: the client as it is built, within reach of the test.
import { call, onSignedOut } from '../web/api/client.ts'
import { upload } from '../web/api/upload.ts'
import { openLive } from '../web/live.ts'

const client = { call, onSignedOut, upload, openLive }
/** The window of that page. */
export type ClientPage = { client: typeof client }

Object.assign(globalThis, { client })
