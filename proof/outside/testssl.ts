import { join } from 'node:path'
import { runTool } from './run-tool.ts'
import { inFolder, type Look, readReport, type Run, type Target, type Tester } from './tester.ts'

// Versions, ciphers, forward secrecy, the server's order, headers, and the known holes. Who signed the certificate is the operator's.
const kinds = ['-p', '-s', '-f', '-P', '-h', '-U']
const bad = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'WARN', 'FATAL']
const atMostSeconds = 300

export const testssl: Tester = {
  name: 'testssl.sh',
  programs: ['testssl', 'openssl', 'haproxy'],
  looksFor: 'old TLS',
  plants: [/^TLS1: /, /^TLS1_1: /, /^TLS 1.3 is not spoken$/, /^HSTS: /],
  look: lookAtTls,
}

async function lookAtTls({ openTls }: Target, { signal }: Run): Promise<Look> {
  const opened = await openTls()
  try {
    return await inFolder(async (folder) => {
      const report = join(folder, 'report.json')
      const place = opened.url.replace('https://', '')
      const args = ['--quiet', '--color', '0', '--ip', 'one', ...kinds, '--jsonfile', report, place]
      const { output } = await runTool('testssl', args, { cwd: folder, atMostSeconds, signal })
      const told = (await readReport(report)) as { id: string; severity: string; finding: string }[] | undefined
      if (told === undefined) {
        return { findings: [`it came to no end: ${output.trim().split('\n').at(-1)}`], asked: 'nothing' }
      }
      const isNewest = told.some(({ id, severity }) => id === 'TLS1_3' && severity === 'OK')
      return {
        findings: [
          ...told.filter(({ severity }) => bad.includes(severity)).map(({ id, finding }) => `${id}: ${finding}`),
          ...(isNewest ? [] : ['TLS 1.3 is not spoken']),
        ],
        asked: `${told.length} answers`,
      }
    })
  } finally {
    await opened.close()
  }
}
