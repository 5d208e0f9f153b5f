import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { api } from '../shared/api/index.ts'
import { type Course, type Desk, followMessage, isFiled, type Line } from './replay/follow-message.ts'
import { call, isRefused, listPeople, type Person, signIn } from './replay/person.ts'

const usage = 'npm run replay -- FILE [--url URL] [--limit N]   (DATA_DIR as the demonstration has it)'
const atOnce = 4
const filingMs = 15 * 60_000

/** Sends a file of messages through a running demonstration and reconciles what became of them; a difference exits with 1. */
export async function replay(file: string, url: string, limit: number): Promise<boolean> {
  const lines = (await readLines(file)).slice(0, limit)
  const desk = await findDesk(url)
  const courses = await inParallel(lines, (line, number) => followMessage(desk, line, number), 'sent and closed')
  await waitForFiling(desk, courses)
  const verified = verifyAudit()
  return reconcile(courses, verified)
}

async function readLines(file: string): Promise<Line[]> {
  const Shape = z.object({ subject: z.string(), body: z.string() })
  return (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Shape.parse(JSON.parse(line)))
}

/** The topic that admits the longest message, in the practice with most patients; those who may write there and those who answer. */
async function findDesk(url: string): Promise<Desk> {
  const people: Person[] = []
  for (const listed of await listPeople(url)) {
    people.push(...(await signIn(url, listed)))
  }
  const byPractice = [...Map.groupBy(people, (person) => person.practiceId).values()].toSorted(
    (a, b) => b.filter(isPatient).length - a.filter(isPatient).length,
  )
  const members = byPractice[0] ?? []
  const patients = members.filter(isPatient)
  const [someone] = patients
  const topics = someone === undefined ? null : await call(someone, api.listTopics, {})
  if (topics === null || isRefused(topics)) {
    throw new Error('no patient of the demonstration may write')
  }
  const topic = topics.items.toSorted((a, b) => b.characters - a.characters || (b.words ?? 1e9) - (a.words ?? 1e9))[0]
  const staff: Person[] = []
  for (const member of members.filter((person) =>
    ['nurse', 'physician', 'nurse-practitioner', 'clerk'].includes(person.role),
  )) {
    const inboxes = await call(member, api.listInboxes, {})
    if (!isRefused(inboxes) && inboxes.inboxes.some(({ careTeam }) => careTeam.id === topic?.careTeamId)) {
      staff.push(member)
    }
  }
  if (topic === undefined || staff.length === 0) {
    throw new Error('nobody of the demonstration answers this topic')
  }
  return { topicId: topic.id, patients, staff }
}

const isPatient = (person: Person) => person.role === 'patient'

async function inParallel<T, R>(items: T[], work: (item: T, number: number) => Promise<R>, what: string): Promise<R[]> {
  const results: R[] = []
  const startedAt = Date.now()
  let next = 0
  let done = 0
  const lane = async () => {
    while (next < items.length) {
      const number = next++
      const item = items[number]
      if (item !== undefined) {
        results[number] = await work(item, number)
      }
      done++
      progress(what, done, items.length, startedAt)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

/** A line now and then, with an estimate of the time left. */
function progress(what: string, done: number, total: number, startedAt: number): void {
  if (done % 50 === 0 || done === total) {
    const leftSeconds = Math.round(((Date.now() - startedAt) / done / 1000) * (total - done))
    console.log(`${what}: ${done} of ${total}${done < total ? `, about ${leftSeconds} s left` : ''}`)
  }
}

async function waitForFiling(desk: Desk, courses: Course[]): Promise<void> {
  const startedAt = Date.now()
  const closed = courses.filter((course) => course.closed)
  for (
    let waiting = closed;
    waiting.length > 0 && Date.now() - startedAt < filingMs;
    waiting = waiting.filter((c) => !c.filed)
  ) {
    // Filing goes in the order of closing: the first that is not filed tells when to ask for the rest.
    for (const course of waiting) {
      course.filed = await isFiled(desk, course.conversationId)
      if (!course.filed) {
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        break
      }
    }
    const done = closed.filter((course) => course.filed).length
    if (done > 0) {
      progress('filed', done, closed.length, startedAt)
    }
  }
}

/** The operator's own command, beside the running server. */
function verifyAudit(): boolean {
  const verification = spawnSync(process.execPath, ['server/main.ts', 'audit', 'verify', '--deep'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  console.log(verification.stdout.trim())
  return verification.status === 0
}

function reconcile(courses: Course[], isVerified: boolean): boolean {
  const refused = courses.filter((course) => course.refused !== null)
  const expected = courses.length - refused.length
  const count = (step: keyof Course) => courses.filter((course) => course[step] === true).length
  const rows: [string, number][] = [
    ['sent', count('sent')],
    ['stored', count('stored')],
    ['auto-replied', count('autoReplied')],
    ['answered', count('answered')],
    ['read', count('read')],
    ['closed', count('closed')],
    ['filed', count('filed')],
    ['audit verified', isVerified ? count('stored') : 0],
  ]
  console.log(`\nlines ${courses.length}, refused ${refused.length}`)
  for (const [reason, group] of Map.groupBy(
    refused,
    ({ refused: r }) => `${r?.status} ${r?.code} ${r?.fields?.map((f) => `${f.path}: ${f.code}`).join(', ') ?? ''}`,
  )) {
    console.log(`  refused with ${reason.trim()}: ${group.length}`)
  }
  rows.forEach(([name, value]) =>
    console.log(
      `${name.padEnd(16)} ${String(value).padStart(6)}${value === expected ? '' : `   differs from ${expected}`}`,
    ),
  )
  return rows.every(([, value]) => value === expected)
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://localhost:8080' },
      limit: { type: 'string', default: '1000000' },
    },
  })
  const [file] = positionals
  if (file === undefined) {
    console.error(usage)
    process.exit(64)
  }
  process.exitCode = (await replay(file, values.url, Number(values.limit))) ? 0 : 1
}
