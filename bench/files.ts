import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { uuidv7 } from '../server/platform/ids.ts'
import type { Bench } from './bench.ts'
import { againstLimit, atMost, type Figure, median, quantile } from './figures.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, port } from './place.ts'
import { seededId, seededToken } from './seeded.ts'
import { startServer } from './server-process.ts'

const goalOfPlain = 0.6
const goalRangeMs = 2
const filesARound = 3
const rangesARound = 200
const rangeBytes = 64 * 1024

/** Files through encryption, record and policy, held against a plain file route on the same disk, in turn. */
export const files: Bench = async (how) => {
  const place = await openPlace()
  const { dataDir } = place.house
  const plain = await startPlain(port + 1, join(dataDir, 'plain'))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const bytes = aRecording((how.isTiny ? 1 : 20) * 1024 * 1024)
    const practice = await loadPractice(place.house, how.rounds * filesARound)
    const server = await startServer(place.env)
    const times = { ours: noTimes(), plain: noTimes() }
    try {
      for (let round = 0; round < how.rounds; round++) {
        const ids: string[] = []
        for (let one = 0; one < filesARound; one++) {
          const number = round * filesARound + one
          const draft = await aDraft(agent, number, practice.topic.id)
          const id = uuidv7()
          const body = {
            body: bytes,
            headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'cough.wav' },
          }
          const put = { method: 'PUT', ...body }
          times.ours.up.push(await timed(agent, asPatient(number, `/drafts/${draft}/attachments/${id}`, put)))
          times.plain.up.push(await timed(agent, { port: port + 1, path: `/${id}`, ...put }))
          ids.push(id)
          await settled(agent, number, id)
        }
        for (const [one, id] of ids.entries()) {
          const number = round * filesARound + one
          times.ours.down.push(await timed(agent, asPatient(number, `/attachments/${id}/content`)))
          times.plain.down.push(await timed(agent, { port: port + 1, path: `/${id}` }))
        }
        for (let one = 0; one < rangesARound; one++) {
          const at = one % filesARound
          const start = Math.floor(Math.random() * (bytes.length - rangeBytes))
          const headers = { range: `bytes=${start}-${start + rangeBytes - 1}` }
          const number = round * filesARound + at
          times.ours.range.push(await timed(agent, asPatient(number, `/attachments/${ids[at]}/content`, { headers })))
          times.plain.range.push(await timed(agent, { port: port + 1, path: `/${ids[at]}`, headers }))
        }
      }
      return figuresOf(times, bytes.length)
    } catch (error) {
      throw new Error(await server.log(), { cause: error })
    } finally {
      await server.stop()
    }
  } finally {
    agent.destroy()
    plain.kill()
    await place.close()
  }
}

type Times = { up: number[]; down: number[]; range: number[] }
const noTimes = (): Times => ({ up: [], down: [], range: [] })

function figuresOf({ ours, plain }: { ours: Times; plain: Times }, sizeBytes: number): Figure[] {
  const rate = (times: number[]) => sizeBytes / 1e6 / (median(times) / 1000)
  const note = `${Math.round(sizeBytes / 1e6)} MB each, against a plain file route; medians of ${ours.up.length}`
  return [
    againstLimit({ figure: 'files, upload', value: rate(ours.up), unit: 'MB/s', note }, rate(plain.up), goalOfPlain),
    againstLimit(
      { figure: 'files, download', value: rate(ours.down), unit: 'MB/s', note },
      rate(plain.down),
      goalOfPlain,
    ),
    {
      ...atMost({ figure: 'files, 64 kB out of the middle, p50', value: median(ours.range), unit: 'ms' }, goalRangeMs),
      limit: median(plain.range),
      ratio: median(ours.range) / median(plain.range),
    },
    {
      figure: 'files, 64 kB out of the middle, p95',
      value: quantile(ours.range, 0.95),
      unit: 'ms',
      limit: quantile(plain.range, 0.95),
      ratio: quantile(ours.range, 0.95) / quantile(plain.range, 0.95),
    },
  ]
}

/** A WAV of noise: sealed and stored as it came, with nothing to shrink or draw anew. */
function aRecording(sizeBytes: number): Buffer {
  const bytes = randomBytes(sizeBytes)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(sizeBytes - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(44_100, 24)
  bytes.writeUInt32LE(88_200, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(sizeBytes - 44, 40)
  return bytes
}

type Ask = { port: number; path: string; method?: string; headers?: Record<string, string>; body?: Buffer | string }

function asPatient(number: number, path: string, more: Omit<Ask, 'port' | 'path'> = {}): Ask {
  return {
    ...more,
    port,
    path: `/api/as/${seededId('patient', number)}${path}`,
    headers: {
      cookie: `__Host-sid=${seededToken(number)}`,
      origin: `http://localhost:${port}`,
      host: `localhost:${port}`,
      'x-threadwell': '1',
      ...more.headers,
    },
  }
}

async function aDraft(agent: Agent, number: number, topicId: string): Promise<string> {
  const id = uuidv7()
  const body = JSON.stringify({ topicId, text: 'This is how my cough sounds.', version: 0 })
  const headers = { 'content-type': 'application/json' }
  await answer(agent, asPatient(number, `/drafts/${id}`, { method: 'PUT', headers, body }))
  return id
}

/** The worker has looked at the file, and nothing of it goes on beside what is measured next. */
async function settled(agent: Agent, number: number, id: string): Promise<void> {
  for (;;) {
    const { status } = JSON.parse(await answer(agent, asPatient(number, `/attachments/${id}`))) as { status: string }
    if (status === 'clean' || status === 'unscanned') {
      return
    }
    if (status !== 'quarantined') {
      throw new Error(`the file became ${status}`)
    }
    await sleep(50)
  }
}

/** Milliseconds to the last byte of the answer. */
async function timed(agent: Agent, ask: Ask): Promise<number> {
  const startedAt = performance.now()
  await answer(agent, ask)
  return performance.now() - startedAt
}

/** The whole answer; throws when it is not a good one. */
async function answer(agent: Agent, { body, ...ask }: Ask): Promise<string> {
  const headers = { ...ask.headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) }
  const asked = request({ host: '127.0.0.1', agent, ...ask, headers })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
  }
  if (![200, 206].includes(response.statusCode ?? 0)) {
    throw new Error(`${ask.method ?? 'GET'} answered ${response.statusCode}: ${Buffer.concat(chunks).toString()}`)
  }
  return chunks.length > 4 ? '' : Buffer.concat(chunks).toString()
}

async function startPlain(at: number, folder: string) {
  const child = fork(fileURLToPath(new URL('plain-files.ts', import.meta.url)), [String(at), folder])
  await once(child, 'message')
  return child
}
