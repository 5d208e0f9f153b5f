// `npm run reset`: wipes the data directory, for a demonstration that begins anew.
import { loadConfig } from './config.ts'
import { resetDataDir } from './platform/data-dir.ts'

try {
  const { dataDir } = loadConfig()
  const isWiped = await resetDataDir(dataDir)
  console.log(isWiped ? `Wiped ${dataDir}.` : `Nothing to wipe: there is no ${dataDir}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
