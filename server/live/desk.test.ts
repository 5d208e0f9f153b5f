// What is promised here: a stream lives as long as its session and its reader, shows that it lives, and never keeps a
// server from stopping. The desk of these tests looks after its streams a hundred times as often.
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { App } from '../app.ts'
import { openDatabase } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { openRoom } from './room.ts'
import { liveRoutes } from './routes.ts'
import { openStream, type OpenStream } from './stream.fixture.ts'

const house = useTestHouse()
const tickMs = limits.liveTickMs / 100
let app: App
let path = ''
const opened: OpenStream[] = []

beforeEach(async () => {
  app = fastify() as unknown as App
  await app.register(cookie)
  liveRoutes({ app, way: house().way }, tickMs)
  // A Unix socket has small buffers: a slow reader is noticed sooner.
  path = join(tmpdir(), `threadwell-live-${randomBytes(6).toString('hex')}`)
  await app.listen({ path })
})

afterEach(async () => {
  opened.splice(0).forEach((stream) => stream.drop())
  await app.close()
})

async function listening(person: Person): Promise<OpenStream> {
  const stream = await openStream(path, person)
  opened.push(stream)
  await stream.heard(1)
  return stream
}

function publish(practiceId: string, patientId: string, conversationId = uuidv7()): void {
  house().way.house.live.publish({ practiceId, conversationId, patientId, careTeamIds: [], practitionerIds: [] })
}

test('a stream with nothing to say shows that it lives', async () => {
  const { nurse } = await aPractice(house())
  const stream = await listening(nurse)
  await expect.poll(() => stream.comments(), { timeout: 5_000 }).toBeGreaterThanOrEqual(3)
  expect([stream.isEnded(), stream.events.length]).toEqual([false, 1])
})

test('a session that is ended takes its streams along, and no other’s', async () => {
  const { nurse, clerk } = await aPractice(house())
  const [stream, other] = await Promise.all([listening(nurse), listening(clerk)])
  await house().way.db.transact(null, (tx) =>
    tx
      .updateTable('sessions')
      .set({ ended_at: house().clock.now() })
      .where('account_id', '=', nurse.accountId)
      .execute(),
  )
  await stream.ended()
  expect(other.isEnded()).toBe(false)
})

test('a member who is suspended hears nothing more', async () => {
  const practice = await aPractice(house())
  const [stream, other] = await Promise.all([listening(practice.clerk), listening(practice.nurse)])
  await call(house(), practice.administrator, api.changePractitioner, {
    practitionerId: practice.clerk.id,
    event: 'suspend',
    version: 1,
  })
  await stream.ended()
  expect(other.isEnded()).toBe(false)
})

test('listening is not using: an idle session ends although its stream was open', async () => {
  const { nurse } = await aPractice(house())
  const stream = await listening(nurse)
  await house().way.db.transact(null, (tx) =>
    tx.updateTable('sessions').set({ idle_minutes: 15 }).where('account_id', '=', nurse.accountId).execute(),
  )
  await expect.poll(() => stream.comments(), { timeout: 5_000 }).toBeGreaterThanOrEqual(6)
  expect(stream.isEnded()).toBe(false)
  house().clock.advance({ minutes: 16 })
  await stream.ended()
})

test('a reader who does not read is let go, and loses nothing', async () => {
  const { patient, stalled, watcher, publishOne } = await aStalledReader()
  const lastId = stalled.events[0]?.id ?? ''
  const published = await fill(watcher, publishOne)
  expect(await connections()).toBe(1)
  await watcher.heard(1 + published)
  const again = await openStream(path, patient, { lastId })
  opened.push(again)
  if (published > limits.liveCatchUpHints) {
    expect(await again.heard(1)).toMatchObject([{ type: 'reset', id: watcher.events.at(-1)?.id }])
  } else {
    expect(await again.heard(published)).toEqual(watcher.events.slice(1))
  }
})

test('a reader who takes nothing for a whole round is let go, however little is owed', async () => {
  const first = await aStalledReader()
  const enough = await fill(first.watcher, first.publishOne)
  first.watcher.drop()
  const { watcher, publishOne } = await aStalledReader()
  // Fills the socket and stays half a limit under what would be too much; then nothing more is said.
  const almost = enough - Math.floor(limits.liveStreamBytes / 2 / frameBytes)
  for (let published = 0; published < almost; published += 10) {
    for (let count = 0; count < 10; count++) {
      publishOne()
    }
    await watcher.heard(1 + published)
  }
  await expect.poll(connections, { timeout: 5_000 }).toBe(1)
})

const longId = 'x'.repeat(400)
const frameBytes = longId.length + 75

async function aStalledReader() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const stalled = await listening(patient)
  stalled.message.pause()
  return {
    patient,
    stalled,
    watcher: await listening(patient),
    publishOne: () => publish(practice.id, patient.id, longId),
  }
}

/** Until the one who does not read has been let go; how much that took. */
async function fill(watcher: OpenStream, publishOne: () => void): Promise<number> {
  let published = 0
  for (; (await connections()) === 2 && published < 5_000; published += 10) {
    for (let count = 0; count < 10; count++) {
      publishOne()
    }
    await watcher.heard(1 + published)
  }
  return published
}

function connections(): Promise<number> {
  return new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)))
}

test('a server that stops ends its streams and stops at once', async () => {
  const { nurse, clerk } = await aPractice(house())
  const streams = await Promise.all([listening(nurse), listening(clerk)])
  const from = performance.now()
  await app.close()
  expect(performance.now() - from).toBeLessThan(2_000)
  for (const stream of streams) {
    await stream.ended()
  }
})

test('when it cannot be asked who may hear, staff are told to read again, and patients hear what is theirs', async () => {
  const practice = await aPractice(house())
  const { way } = house()
  const { host, port } = way.db.pool.options
  const nowhere = openDatabase(
    { host: String(host), port: Number(port), user: 'nobody', password: 'unknown', database: 'nowhere' },
    Buffer.alloc(32),
  )
  const patientId = uuidv7()
  const heard: Record<'staff' | 'patient', string[]> = { staff: [], patient: [] }
  const room = openRoom({ ...way, db: nowhere }, practice.id)
  const seat = (actorId: string, isStaff: boolean) => ({
    actorId,
    isStaff,
    write: (frame: string) => void heard[isStaff ? 'staff' : 'patient'].push(/event: (\w+)/.exec(frame)?.[1] ?? ''),
  })
  room.join(seat(practice.nurse.id, true), undefined)
  room.join(seat(patientId, false), undefined)
  await expect.poll(() => heard).toEqual({ staff: ['reset'], patient: ['reset'] })
  publish(practice.id, patientId)
  await expect.poll(() => heard).toEqual({ staff: ['reset', 'reset'], patient: ['reset', 'change'] })
  room.close()
  await nowhere.close()
})
