// `node scripts/asvs.ts`: docs/asvs.csv says of each requirement of OWASP ASVS 5.0 how it stands, and what shows it.
import { readFile } from 'node:fs/promises'
import { asvsFaults, asvsRows, statuses } from './asvs-faults.ts'

const csv = await readFile('docs/asvs.csv', 'utf8')
const faults = await asvsFaults(csv, '.')
faults.forEach((fault) => console.error(`docs/asvs.csv: ${fault}`))
if (faults.length === 0) {
  const rows = asvsRows(csv)
  const said = statuses.map((status) => `${rows.filter((row) => row[3] === status).length} ${status}`)
  console.log(`OWASP ASVS 5.0, ${rows.length} requirements: ${said.join(', ')}`)
}
process.exit(faults.length === 0 ? 0 : 1)
