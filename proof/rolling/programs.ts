import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { haproxy } from './proxy.ts'

export type Programs = { patroni: string; patronictl: string; etcd: string; postgres: string }

/** Debian's packages patroni, etcd-server, haproxy and postgresql. Nothing is installed here: `missing` says what is not there. */
export async function findPrograms(): Promise<Programs | { missing: string[] }> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0] ?? 'none'
  const programs: Programs = {
    patroni: '/usr/bin/patroni',
    patronictl: '/usr/bin/patronictl',
    etcd: '/usr/bin/etcd',
    postgres: `/usr/lib/postgresql/${newest}/bin`,
  }
  const packages = [
    ['patroni', programs.patroni],
    ['patroni', programs.patronictl],
    ['etcd-server', programs.etcd],
    ['haproxy', haproxy],
    ['postgresql', programs.postgres],
  ] as const
  const missing = packages.filter(([, program]) => !existsSync(program)).map(([name]) => name)
  return missing.length === 0 ? programs : { missing: [...new Set(missing)] }
}
