import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Tells the command line of a live process, words separated by spaces; undefined when it has ended (a zombie has ended too). */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  try {
    const text =
      process.platform === 'linux'
        ? (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
        : (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout
    return text.trim() === '' ? undefined : text.trim()
  } catch {
    return undefined
  }
}
