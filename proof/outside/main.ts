// `npm run outside [-- NAMES]`: sets testers that others wrote on the real server, on loopback. Each is first set on a server with
// planted faults: one that misses them proves nothing. It installs nothing, and says what is missing. Exit 1 on a finding.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'
import { openGround } from '../canary/ground.ts'
import { openControl, openOldTls } from './control.ts'
import { explained, type Look, type Target, type Tester, testers } from './testers.ts'

const wanted = process.argv.slice(2)
const chosen = testers.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const lines: string[][] = [['tester', 'looks for', 'planted', 'on the server', 'seconds']]
const told: string[] = []

const ground = await openGround({ seed: 'outside', patients: 6, withWeb: true })
try {
  const { owner, port } = ground.place
  const nurse = ground.people.callers.find(({ key }) => key === 'A/nurse')
  if (nurse === undefined) {
    throw new Error('there is a nurse of A')
  }
  await owner.query('create schema planted_for_testers')
  await owner.query('set search_path = planted_for_testers')
  await owner.query("create table planted as select n as id, 'row ' || n as name from generate_series(1, 9) n")
  const as = `/api/as/${nurse.membershipId}`
  const own: Target = {
    url: `http://127.0.0.1:${port}`,
    headers: nurse.headers,
    paths: ['/', '/sign-in', `${as}/queue?status=open&limit=5`],
    bodies: [[`${as}/patients/search`, JSON.stringify({ search: 'a', limit: 5 })]],
  }
  for (const tester of chosen) {
    await set(tester, own, owner)
  }
} finally {
  ground.client.close()
  await ground.place.close()
}
const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
console.log(
  lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n'),
)
told.forEach((line) => console.log(line))
process.exit(told.length === 0 ? 0 : 1)

async function set(tester: Tester, own: Target, owner: Parameters<typeof openControl>[0]): Promise<void> {
  const { name, program, looksFor } = tester
  if (!(await isInstalled(program))) {
    lines.push([name, looksFor, '-', 'not installed', ''])
    return
  }
  const control = tester.isOfTls === true ? await openOldTls(...(await certificate())) : await openControl(owner)
  let planted: Look
  try {
    planted = await tester.look({
      url: control.url,
      headers: {},
      paths: ['/', '/echo?word=a', '/row?id=1'],
      bodies: [],
    })
  } finally {
    await control.close()
  }
  if (planted.findings.length === 0) {
    told.push(`${name} misses every planted fault: what it says of the server is worth nothing`)
  }
  const look = tester.isOfTls === true ? null : await tester.look(own)
  const reasonFor = (finding: string) => explained.find(([words]) => words.test(finding))?.[1]
  const open = look?.findings.filter((finding) => reasonFor(finding) === undefined) ?? []
  const known = (look?.findings.length ?? 0) - open.length
  const cut = look?.isCutShort === true ? ', cut short' : ''
  const said = look === null ? 'no TLS: the operator’s proxy' : `${open.length} findings, ${known} explained${cut}`
  lines.push([name, looksFor, `${planted.findings.length} found`, said, `${planted.seconds} + ${look?.seconds ?? 0}`])
  told.push(...open.map((finding) => `${name}: ${finding}`))
}

async function isInstalled(program: string): Promise<boolean> {
  const places = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.all(
    places.map((place) =>
      access(join(place, program)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

/** Made for this run, and signed by nobody. */
async function certificate(): Promise<[string, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-outside-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const make = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '1',
    '-subj',
    '/CN=localhost',
  ]
  await promisify(execFile)('openssl', make)
  const both: [string, string] = [await readFile(key, 'utf8'), await readFile(cert, 'utf8')]
  await rm(folder, { recursive: true, force: true })
  return both
}
