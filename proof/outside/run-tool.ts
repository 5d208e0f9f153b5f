import { spawn } from 'node:child_process'

export type Ran = { output: string; isCutShort: boolean }

/** What a tester that was told to end may still take. */
const graceMs = 5_000

/**
 * Runs an installed program with its arguments and no shell. After so long, or when the whole run is stopped, it is ended with
 * everything that it has started; what it said until then counts.
 */
export async function runTool(
  program: string,
  args: string[],
  options: { cwd: string; atMostSeconds: number; signal: AbortSignal },
): Promise<Ran> {
  const { cwd, atMostSeconds, signal } = options
  signal.throwIfAborted()
  const over = AbortSignal.any([signal, AbortSignal.timeout(atMostSeconds * 1_000)])
  return new Promise((resolve, reject) => {
    // Detached, it leads a group of its own, which can be ended as a whole.
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const chunks: Buffer[] = []
    let late: NodeJS.Timeout | undefined
    const end = () => {
      endGroup(child.pid, 'SIGTERM')
      late = setTimeout(() => endGroup(child.pid, 'SIGKILL'), graceMs)
    }
    over.addEventListener('abort', end, { once: true })
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', () => {
      over.removeEventListener('abort', end)
      clearTimeout(late)
      resolve({ output: Buffer.concat(chunks).toString(), isCutShort: over.aborted })
    })
  })
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    process.kill(-(pid ?? Number.NaN), signal)
  } catch (error) {
    // Nobody of the group is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error
    }
  }
}
