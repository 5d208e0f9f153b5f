// `npm run outside [-- NAMES] [--quick]`: sets testers that others wrote on the real server, on loopback. Each is first set on a
// server with planted faults: one that misses any of them proves nothing. It installs nothing, and says what is missing. Exit 1 on
// a finding, 2 when a tester could not look.
import { parseArgs } from 'node:util'
import { type Ground, openGround } from '../canary/ground.ts'
import { explained } from './explained.ts'
import { slowClients } from './slow-clients.ts'
import { sqlmap } from './sqlmap.ts'
import { onPlanted, ownTarget } from './targets.ts'
import { type Look, missingOf, type Target, type Tester } from './tester.ts'
import { testssl } from './testssl.ts'
import { wapiti } from './wapiti.ts'

const testers = [testssl, slowClients, wapiti, sqlmap]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !testers.some((tester) => tester.name === name))
if (unknown.length > 0) {
  const names = testers.map(({ name }) => name).join(', ')
  console.error(`No tester is called ${unknown.join(', ')}. There are: ${names}.`)
  process.exit(2)
}
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
}
const run = { isQuick: values.quick, signal: stopping.signal, tell: (line: string) => console.error(line) }
const rows: string[][] = [['tester', 'looks for', 'planted', 'on the server', 'asked', 'seconds']]
const findings: string[] = []
const reasons = new Map<string, string[]>()
let isWhole = true

const able: Tester[] = []
for (const tester of testers.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const missing = await missingOf(tester.programs)
  if (missing.length === 0) {
    able.push(tester)
    continue
  }
  isWhole = false
  rows.push([tester.name, tester.looksFor, '-', `not looked: ${missing.join(' and ')} not installed`, '', ''])
}
if (able.length > 0) {
  await setAll(able)
}
print()
process.exit(findings.length > 0 ? 1 : isWhole ? 0 : 2)

async function setAll(able: Tester[]): Promise<void> {
  const ground = await openGround({ seed: 'outside', patients: 6, withWeb: true })
  try {
    await ground.place.owner.query(`create schema planted_for_testers; set search_path = planted_for_testers, public;
      create table planted as select n as id, 'row ' || n as name from generate_series(1, 9) n`)
    const { target, faults } = await ownTarget(ground)
    findings.push(...unexplained(faults))
    for (const tester of able) {
      await set(tester, ground, target)
    }
  } catch (error) {
    if (!run.signal.aborted) {
      throw error
    }
    isWhole = false
    console.error(String(run.signal.reason))
  } finally {
    ground.client.close()
    await ground.place.close()
  }
}

async function set(tester: Tester, ground: Ground, target: Target): Promise<void> {
  const { name, looksFor, plants } = tester
  const planted = await timed(() => onPlanted(ground, (control) => tester.look(control, run)))
  const missed = plants.filter((plant) => !planted.findings.some((finding) => plant.test(finding)))
  findings.push(...missed.map((plant) => `${name} misses what is planted: ${plant}`))
  const own = await timed(() => tester.look(target, run))
  const open = unexplained(own.findings)
  findings.push(...open.map((finding) => `${name}: ${finding}`))
  const found = `${plants.length - missed.length} of ${plants.length} found`
  const times = `${planted.seconds} + ${own.seconds}`
  rows.push([name, looksFor, found, `${open.length} findings`, own.asked, times])
}

async function timed(look: () => Promise<Look>): Promise<Look & { seconds: number }> {
  const startedAt = performance.now()
  const looked = await look()
  // What was stopped has missed nothing.
  run.signal.throwIfAborted()
  return { ...looked, seconds: Math.round((performance.now() - startedAt) / 1_000) }
}

/** What is left without a reason; the others are told with theirs at the end. */
function unexplained(all: string[]): string[] {
  const open: string[] = []
  for (const finding of new Set(all)) {
    const why = explained.find(([words]) => words.test(finding))?.[1]
    if (why === undefined) {
      open.push(finding)
    } else {
      reasons.set(why, [...(reasons.get(why) ?? []), finding])
    }
  }
  return open
}

function print(): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lineOf = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  rows.forEach((row) => console.log(lineOf(row).trimEnd()))
  reasons.forEach((all, why) => console.log(`${all.length} explained, of which the first is “${all[0]}”: ${why}`))
  findings.forEach((line) => console.log(line))
}
