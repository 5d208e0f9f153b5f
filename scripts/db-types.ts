import { execFileSync } from 'node:child_process'

/** Writes server/platform/db-types.ts from a migrated database: `node scripts/db-types.ts URL [--verify]`. */
export function writeDbTypes(url: string, verify = false): void {
  execFileSync(
    process.execPath,
    [
      'node_modules/kysely-codegen/dist/cli/bin.js',
      '--dialect=postgres',
      `--url=${url}`,
      '--out-file=server/platform/db-types.ts',
      '--default-schema=public',
      '--date-parser=string',
      '--type-mapping={"int8":"number","xid8":"string","time":"string","uuid":"string"}',
      '--exclude-pattern=migrations',
      ...(verify ? ['--verify'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

if (import.meta.main) {
  const [url, verify] = process.argv.slice(2)
  if (url === undefined || !URL.canParse(url)) {
    process.stderr.write('Say which migrated database to read: npm run db:types -- postgres://USER@HOST:PORT/DATABASE\n')
    process.exitCode = 2
  } else {
    writeDbTypes(url, verify === '--verify')
  }
}
