import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { findPgbench } from './pgbench.ts'
import { installedPrograms } from '../server/platform/postgres-programs.ts'

/** What the figures were measured on: they move with the machine, the ratios less. */
export async function describeMachine(): Promise<Record<string, string | number>> {
  const pgbench = await findPgbench()
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    // Of the package: a fresh installation does not run before the product has put its libraries in place.
    postgres: installedPrograms().version.split('-')[0] ?? 'unknown',
    pgbench: pgbench === null ? 'not installed' : versionOf(pgbench),
    settings: 'fsync and synchronous_commit on',
  }
}

function versionOf(program: string): string {
  return /\d+(?:\.\d+)*/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[0] ?? 'unknown'
}
