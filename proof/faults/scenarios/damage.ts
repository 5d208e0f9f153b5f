import { hash } from 'node:crypto'
import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seededRandom } from '../../../bench/seeded.ts'
import { blobRoot } from '../../../server/platform/blobs.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { api } from '../../../shared/api/index.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type Answer, exchange, NoAnswerError } from '../stage/client.ts'
import type { AckedFile } from '../stage/ledger.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** Of a sealed file: what stands before the first chunk, and a whole chunk with its tag. */
const headBytes = 56
const chunkBytes = 16_384 + 16
const acts = 60

export const damage: Scenario = {
  rows: ['R11'],
  does: 'stored files with one bit flipped in each chunk in turn, cut, exchanged, gone: never a wrong byte, and the others are served',
  runs: 3,
  quick: 1,
  plant: 'damage that the server serves as if there were none',
  async play({ seed, runs, isPlanted, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, 4)
    const server = await stage.start()
    const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, writers: 4 })
    await traffic.reach(acts)
    const violations = await traffic.stop()
    await stage.drain(60_000)
    const files = await storedFiles(stage.dataDir, world, stage.postgres.query)
    const judge = judgeOf(server.port, world)
    const tally = { damaged: 0, 'answered 410': 0, 'answered 5xx': 0, 'cut before the end': 0 }
    const [one, ...others] = files
    if (one === undefined || others.length < runs) {
      throw new Error(`the traffic left ${files.length} files, and ${runs + 1} are needed`)
    }
    for (const file of others.slice(0, runs)) {
      const whole = await readFile(file.path)
      for (const [what, hurt] of Object.entries(damagesOf(whole, one.path, random))) {
        await hurt(isPlanted ? `${file.path}.untouched` : file.path)
        const outcome = await judge(file)
        tally.damaged++
        tally[outcome === 'whole' ? 'damaged' : outcome] += outcome === 'whole' ? 0 : 1
        violations.push(...(outcome === 'whole' ? [`${what}: the file was served as if nothing had happened`] : []))
        violations.push(...((await judge(one)) === 'whole' ? [] : [`${what}: another file was not served`]))
        await writeFile(file.path, whole)
        await rm(`${file.path}.untouched`, { force: true })
      }
      violations.push(...((await judge(file)) === 'whole' ? [] : ['put back, the file is not served']))
    }
    violations.push(...(server.isRunning ? [] : ['the server ended']))
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return { violations, figures: tally }
  },
}

type Hurt = (path: string) => Promise<unknown>

/** Each chunk has one bit flipped, in its text or its tag; then the file as a whole. */
function damagesOf(whole: Buffer, other: string, random: () => number): Record<string, Hurt> {
  const chunks = Math.ceil((whole.length - headBytes) / chunkBytes)
  const flips = Array.from({ length: chunks + 1 }, (_, number): [string, Hurt] => {
    const from = number === 0 ? 0 : headBytes + (number - 1) * chunkBytes
    const to = number === 0 ? headBytes : Math.min(from + chunkBytes, whole.length)
    return [
      number === 0 ? 'a bit before the chunks' : `a bit of chunk ${number}`,
      (path) => {
        const flipped = Buffer.from(whole)
        const at = from + Math.floor(random() * (to - from))
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at)
        return writeFile(path, flipped)
      },
    ]
  })
  return {
    ...Object.fromEntries(flips),
    'a byte short': (path) => writeFile(path, whole).then(() => truncate(path, whole.length - 1)),
    'cut at the end of a chunk': (path) => writeFile(path, whole.subarray(0, headBytes + (chunks - 1) * chunkBytes)),
    empty: (path) => writeFile(path, ''),
    'another file in its place': async (path) => writeFile(path, await readFile(other)),
    gone: (path) => (path.endsWith('.untouched') ? Promise.resolve() : rename(path, `${path}.untouched`)),
  }
}

type Stored = AckedFile & { path: string }
type Judged = 'whole' | 'answered 410' | 'answered 5xx' | 'cut before the end'

/** The received files that are served, each with its place on the disk; long ones first, which have several chunks. */
async function storedFiles(
  dataDir: string,
  world: World,
  query: (text: string, values: unknown[]) => Promise<Record<string, unknown>[]>,
): Promise<Stored[]> {
  const rows = await query(
    `select id, blob from attachments where practice_id = $1 and status in ('clean', 'unscanned') and message_id is not null`,
    [world.practice.id],
  )
  const names = new Map(rows.map(({ id, blob }) => [String(blob), String(id)]))
  const paths = await readdir(blobRoot(dataDir), { recursive: true, withFileTypes: true })
  return paths
    .flatMap((entry) => {
      const file = world.ledger.files.find(({ id }) => id === names.get(entry.name))
      return file === undefined ? [] : [{ ...file, path: join(entry.parentPath, entry.name) }]
    })
    .toSorted((one, other) => other.sizeBytes - one.sizeBytes)
}

function judgeOf(port: number, world: World): (file: AckedFile) => Promise<Judged> {
  return async (file) => {
    const wire = requestOf(api.downloadAttachment, world.nurse, { attachmentId: file.id })
    const answer = await exchange(port, wire).catch((error: unknown): Answer | null => {
      if (error instanceof NoAnswerError) {
        return null
      }
      throw error
    })
    if (answer === null) {
      return 'cut before the end'
    }
    if (answer.status === 200 && hash('sha256', answer.bytes) === file.sha256) {
      return 'whole'
    }
    if (answer.status === 410 || answer.status >= 500) {
      return answer.status === 410 ? 'answered 410' : 'answered 5xx'
    }
    throw new Error(`a damaged file was answered ${answer.status} with ${answer.bytes.length} bytes`)
  }
}
