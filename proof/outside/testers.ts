// Debian's programs, how each is set on an address, and what of its output is a finding.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runTool } from './run-tool.ts'

/** Paths to begin at; those with a query, and the bodies, are what SQL might be let in by. */
export type Target = {
  url: string
  headers: Record<string, string>
  paths: string[]
  bodies: [path: string, json: string][]
}
export type Look = { findings: string[]; seconds: number; isCutShort: boolean }
export type Tester = {
  name: string
  program: string
  /** What it is there for. */
  looksFor: string
  /** Asked of TLS; the server itself speaks none, its operator's proxy does. */
  isOfTls?: boolean
  look(target: Target): Promise<Look>
}

const atMostSeconds = 240

/** What a tester says and is not so, with the reason. */
export const explained: [RegExp, string][] = [
  [/X-XSS-Protection/, 'browsers have taken that filter out, because it opened holes: it is switched off on purpose'],
]

export const testers: Tester[] = [
  { name: 'wapiti', program: 'wapiti', looksFor: 'scripts and files let in, headers and cookies', look: wapiti },
  { name: 'sqlmap', program: 'sqlmap', looksFor: 'SQL let in', look: sqlmap },
  { name: 'slowhttptest', program: 'slowhttptest', looksFor: 'slow clients that keep others out', look: slowhttptest },
  { name: 'testssl.sh', program: 'testssl', looksFor: 'old TLS', isOfTls: true, look: testssl },
]

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-outside-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function wapiti({ url, headers, paths }: Target): Promise<Look> {
  return inFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const said = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
    const begin = paths.flatMap((path) => ['-s', `${url}${path}`])
    const modules = ['-m', 'xss,sql,blindsql,file,exec,crlf,redirect,csp,cookieflags,http_headers']
    const ends = ['--max-scan-time', '120', '--max-attack-time', '30', '--flush-session', '--store-session', folder]
    const args = ['-u', `${url}/`, ...begin, ...modules, ...ends, ...said, '-f', 'json', '-o', report]
    const { seconds, isCutShort } = await runTool('wapiti', args, { cwd: folder, atMostSeconds })
    const { vulnerabilities } = JSON.parse(await readFile(report, 'utf8')) as {
      vulnerabilities: Record<string, { info: string; path: string }[]>
    }
    const findings = Object.entries(vulnerabilities).flatMap(([kind, all]) =>
      all.map(({ info, path }) => `${kind}: ${info.split('\n')[0]} at ${path}`),
    )
    return { findings, seconds, isCutShort }
  })
}

async function sqlmap({ url, headers, paths, bodies }: Target): Promise<Look> {
  const looks: Look[] = []
  const asked: [path: string, json?: string][] = [
    ...paths.filter((each) => each.includes('?')).map((path): [string] => [path]),
    ...bodies,
  ]
  for (const [path, json] of asked) {
    looks.push(
      await inFolder(async (folder) => {
        const said = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
        const sent = json === undefined ? [] : ['--data', json, '-H', 'content-type: application/json']
        const args = [
          '-u',
          `${url}${path}`,
          ...sent,
          ...said,
          '--batch',
          '--level',
          '2',
          '--technique',
          'BEU',
          '--output-dir',
          folder,
        ]
        const ran = await runTool('sqlmap', args, { cwd: folder, atMostSeconds })
        const found = [...ran.output.matchAll(/Parameter: (.+)\n\s+Type: (.+)/g)].map(
          ([, where, what]) => `${what} in ${where} of ${path.split('?')[0]}`,
        )
        return { findings: found, ...ran }
      }),
    )
  }
  return {
    findings: looks.flatMap(({ findings }) => findings),
    seconds: looks.reduce((sum, { seconds }) => sum + seconds, 0),
    isCutShort: looks.some(({ isCutShort }) => isCutShort),
  }
}

async function slowhttptest({ url }: Target): Promise<Look> {
  const looks: Look[] = []
  for (const mode of ['-H', '-B']) {
    looks.push(
      await inFolder(async (folder) => {
        const args = [mode, '-c', '300', '-r', '100', '-i', '10', '-l', '30', '-p', '3', '-u', `${url}/`]
        const ran = await runTool('slowhttptest', args, { cwd: folder, atMostSeconds })
        const isAway = /service available:\S*\s*\S*NO/.test(stripVTControlCharacters(ran.output))
        const name = mode === '-H' ? 'slow headers' : 'slow bodies'
        return { findings: isAway ? [`${name} of 300 connections keep others out`] : [], ...ran }
      }),
    )
  }
  return {
    findings: looks.flatMap(({ findings }) => findings),
    seconds: looks.reduce((sum, { seconds }) => sum + seconds, 0),
    isCutShort: looks.some(({ isCutShort }) => isCutShort),
  }
}

function testssl({ url }: Target): Promise<Look> {
  return inFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const args = ['--quiet', '--color', '0', '--ip', 'one', '-p', '--jsonfile', report, url.replace('https://', '')]
    const { seconds, isCutShort } = await runTool('testssl', args, { cwd: folder, atMostSeconds })
    const all = JSON.parse(await readFile(report, 'utf8')) as { id: string; severity: string; finding: string }[]
    const bad = all.filter(({ severity }) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity))
    return { findings: bad.map(({ id, finding }) => `${id}: ${finding}`), seconds, isCutShort }
  })
}
