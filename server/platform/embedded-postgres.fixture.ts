// A process of ours that starts the embedded database in the directory it is given, says so, and waits to be killed.
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { createLogger } from './log.ts'

const [dataDir = '', superuserPassword = ''] = process.argv.slice(2)
const { adopted, connection } = await startEmbeddedPostgres({
  dataDir,
  superuserPassword,
  log: createLogger({ level: 'silent' }),
})
console.log(JSON.stringify({ adopted, connection }))
setInterval(() => undefined, 1000)
