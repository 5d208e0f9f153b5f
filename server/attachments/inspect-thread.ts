// A thread that looks inside one file and ends: a file may be made so that this takes long.
import { parentPort, workerData } from 'node:worker_threads'
import { inspectFile } from './inspect-file.ts'
import type { MediaType } from './media-types.ts'

const { bytes, mediaType } = workerData as { bytes: Uint8Array; mediaType: MediaType }
// A thread has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(inspectFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mediaType))
