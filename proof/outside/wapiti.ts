import { join } from 'node:path'
import type { Walk } from './questions.ts'
import { runTool } from './run-tool.ts'
import { inFolder, type Look, readReport, type Run, type Target, type Tester } from './tester.ts'

const modules =
  'xss,permanentxss,sql,blindsql,file,exec,crlf,redirect,csp,cookieflags,http_headers,methods,shellshock,backup'
/** For the walk, for each module, and for all of it as one person. */
const seconds = { quick: { scan: 20, attack: 5, all: 120 }, full: { scan: 60, attack: 20, all: 420 } }

export const wapiti: Tester = {
  name: 'wapiti',
  programs: ['wapiti'],
  looksFor: 'scripts and files let in, headers and cookies',
  plants: [
    /Cross Site Scripting: .* at \/echo/,
    /SQL Injection: .* at \/row/,
    /^Content Security Policy/,
    /^HttpOnly Flag cookie/,
  ],
  look: lookAsEverybody,
}

async function lookAsEverybody(target: Target, run: Run): Promise<Look> {
  const findings: string[] = []
  const told = { addresses: 0, asked: 0, answered: 0, cut: 0 }
  for (const walk of target.walks) {
    run.signal.throwIfAborted()
    const relay = await target.openRelay([])
    const looked = await inFolder((folder) => lookAs(walk, relay.url, folder, run))
    await relay.close()
    const { asked, answered, broke, busy } = relay.counts
    findings.push(
      ...looked.findings.map((finding) => `${finding}, as ${walk.who}`),
      ...(broke.length > 0 ? [`${broke.length} requests as ${walk.who} broke: ${broke.slice(0, 3).join('; ')}`] : []),
      ...(busy > asked / 20 ? [`too busy for ${busy} of ${asked} requests as ${walk.who}`] : []),
    )
    told.addresses += walk.paths.length
    told.asked += asked
    told.answered += answered
    told.cut += looked.cut
    run.tell(`wapiti as ${walk.who}: ${walk.paths.length} addresses, ${asked} requests`)
  }
  const { addresses, asked, answered, cut } = told
  const time = cut > 0 ? `; ${cut} times one of its modules came to the end of its time` : ''
  return {
    findings,
    asked: `${addresses} addresses as ${target.walks.length} people, ${asked} requests, ${answered} answered${time}`,
  }
}

/** From every address that this person is answered at, and what is linked there. */
async function lookAs(walk: Walk, url: string, folder: string, run: Run): Promise<{ findings: string[]; cut: number }> {
  const { scan, attack, all } = run.isQuick ? seconds.quick : seconds.full
  const report = join(folder, 'report.json')
  const said = Object.entries(walk.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const begin = walk.paths.flatMap((path) => ['-s', `${url}${path}`])
  const ends = ['--max-scan-time', String(scan), '--max-attack-time', String(attack)]
  const kept = ['--flush-session', '--store-session', folder, '-f', 'json', '-o', report]
  const args = ['-u', `${url}/`, ...begin, '-m', modules, ...ends, ...said, ...kept]
  const ran = await runTool('wapiti', args, { cwd: folder, atMostSeconds: all, signal: run.signal })
  const cut = ran.output.match(/time was reached/g)?.length ?? 0
  const told = (await readReport(report)) as
    | Record<'vulnerabilities' | 'anomalies', Record<string, { info: string; path: string }[]>>
    | undefined
  if (told === undefined) {
    return { findings: ['it came to no end'], cut }
  }
  const findings = Object.entries({ ...told.vulnerabilities, ...told.anomalies }).flatMap(([kind, each]) =>
    each.map(({ info, path }) => `${kind}: ${info.split('\n')[0]} at ${path}`),
  )
  return { findings, cut }
}
