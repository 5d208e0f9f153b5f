// The one program: what `npm start`, `npm run demo` and `npx threadwell …` run.
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/** Says one line to the person at the terminal; logs go to standard error as JSON. */
const tell = (line: string) => console.log(line)

type Command = { does: string; run: (args: string[]) => Promise<void | number> }

const commands: Record<string, Command> = {
  start: {
    does: 'Serve the web application and run the worker, in one process. What happens without a command.',
    run: async () => (await import('./commands/start.ts')).start(tell),
  },
  demo: {
    does: 'The same with made-up people, who sign in by links, on this machine alone.',
    run: async () => (await import('./commands/demo.ts')).demo(tell),
  },
  web: {
    does: 'Serve the web application only; needs DATABASE_URL and a worker elsewhere.',
    run: async () => (await import('./commands/start.ts')).start(tell, { web: true, worker: false }),
  },
  worker: {
    does: 'Run the worker only; needs DATABASE_URL.',
    run: async () => (await import('./commands/start.ts')).start(tell, { web: false, worker: true }),
  },
  migrate: {
    does: 'Bring the database up to date and end.',
    run: async () => (await import('./commands/migrate.ts')).migrateOnly(tell),
  },
  backup: {
    does: 'Copy everything, encrypted, to a folder or an object store, beside a running server or without one.',
    run: async (args) => (await import('./commands/backup.ts')).backup(args, tell),
  },
  restore: {
    does: 'Bring a backup back into an empty DATA_DIR and check it; --drill does both in a scratch folder.',
    run: async (args) => (await import('./commands/restore.ts')).restore(args, tell),
  },
  audit: {
    does: 'Verify the audit log, beside a running server or without one: audit verify; hand it out: audit export.',
    run: async (args) =>
      (await import('./commands/audit.ts')).audit(args, { write: tell, complain: (line) => console.error(line) }),
  },
  search: {
    does: 'Say how far messages are packed for the search: search state; pack them anew: search rebuild.',
    run: async (args) =>
      (await import('./commands/search.ts')).search(args, { write: tell, complain: (line) => console.error(line) }),
  },
}

// Read once, when the pool is first used: before anything that uses it is loaded. Password hashes take a thread each,
// and must not keep files and addresses waiting.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(16, availableParallelism()))

// Keeps the code as it was compiled, so that the next start is a third quicker; only in a data directory that is ours.
const dataDir = process.env['DATA_DIR'] || './data'
if (existsSync(join(dataDir, 'THREADWELL'))) {
  enableCompileCache(join(dataDir, 'cache'))
}

const [name = 'start', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command === undefined) {
  console.error(usage())
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2
} else {
  process.exitCode = await command.run(args).then((code) => code ?? 0, explain)
  // A connection that does not close must not keep a stopped server alive.
  process.exit()
}

function usage(): string {
  const lines = Object.entries(commands).map(([command, { does }]) => `  ${command.padEnd(8)} ${does}`)
  return ['threadwell COMMAND', '', ...lines].join('\n')
}

/** Refusals are sentences for whoever started the server; anything else is a fault of ours, told whole. */
function explain(error: unknown): number {
  const forOperators = [
    'Refusal',
    'BackupError',
    'HalfRestoredError',
    'ConfigError',
    'KeyFileError',
    'KeyMismatchError',
    'EmbeddedPostgresError',
  ]
  const isRefusal =
    error instanceof Error && [...forOperators, 'IsolationError', 'WebBuildError', 'MailboxError'].includes(error.name)
  console.error(isRefusal ? error.message : error)
  return 1
}
