import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The processes whose parent this is. */
export async function childrenOf(parent: number): Promise<number[]> {
  const pairs = process.platform === 'linux' ? await fromProc() : await fromPs()
  return pairs.filter(([, of]) => of === parent).map(([pid]) => pid)
}

async function fromProc(): Promise<[pid: number, parent: number][]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  // After the name, which may hold anything: state, parent.
  return stats.flatMap((stat, at) => {
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return stat === '' ? [] : [[Number(names[at]), parent] as [number, number]]
  })
}

async function fromPs(): Promise<[pid: number, parent: number][]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
}
