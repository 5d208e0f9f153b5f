import { spawn } from 'node:child_process'

export type Ran = { output: string; seconds: number; isCutShort: boolean }

/** Runs an installed program with its arguments and no shell; after so long it is ended, and what it said until then counts. */
export function runTool(
  program: string,
  args: string[],
  options: { cwd: string; atMostSeconds: number },
): Promise<Ran> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    let isCutShort = false
    const watch = setTimeout(() => {
      isCutShort = true
      child.kill('SIGTERM')
    }, options.atMostSeconds * 1_000)
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(watch)
      const seconds = Math.round((performance.now() - startedAt) / 1_000)
      resolve({ output: Buffer.concat(chunks).toString(), seconds, isCutShort })
    })
  })
}
