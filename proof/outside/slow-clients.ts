import { stripVTControlCharacters } from 'node:util'
import { runTool } from './run-tool.ts'
import { inFolder, type Look, type Run, type Target, type Tester } from './tester.ts'

const connections = 300
const seconds = { quick: 15, full: 30 }
/** Long enough for a probe on a busy machine; a server that is held answers nobody at all. */
const probeSeconds = 5
const ways: { name: string; mode: string; path: 'small' | 'large'; more: string[] }[] = [
  { name: 'slow headers', mode: '-H', path: 'small', more: ['-i', '10'] },
  { name: 'slow bodies', mode: '-B', path: 'small', more: ['-i', '10'] },
  { name: 'slow readers', mode: '-X', path: 'large', more: ['-w', '512', '-y', '1024', '-n', '5', '-z', '32'] },
]

export const slowClients: Tester = {
  name: 'slowhttptest',
  programs: ['slowhttptest'],
  looksFor: 'slow clients that keep others out',
  plants: ways.map(({ name }) => new RegExp(`^${name} `)),
  look: lookEachWay,
}

async function lookEachWay({ url, large }: Target, { isQuick, signal, tell }: Run): Promise<Look> {
  const findings: string[] = []
  const length = isQuick ? seconds.quick : seconds.full
  const always = ['-c', String(connections), '-r', '100', '-l', String(length), '-p', String(probeSeconds)]
  for (const { name, mode, path, more } of ways) {
    signal.throwIfAborted()
    const args = [mode, ...always, ...more, '-u', `${url}${path === 'large' ? large : '/'}`]
    const { output } = await inFolder((cwd) =>
      runTool('slowhttptest', args, { cwd, atMostSeconds: length + 60, signal }),
    )
    const said = stripVTControlCharacters(output)
    const answers = [...said.matchAll(/service available:\s*(YES|NO)/g)].map(([, answer]) => answer)
    findings.push(
      ...(answers.includes('NO') ? [`${name} of ${connections} connections keep others out`] : []),
      ...(answers.length === 0 ? [`${name} were not tried: ${said.trim().split('\n').at(-1)}`] : []),
    )
    tell(`slowhttptest, ${name}: ${answers.length} times looked whether others are answered`)
  }
  return { findings, asked: `${ways.length} ways, ${connections} connections for ${length} s each` }
}
