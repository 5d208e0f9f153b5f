// `node scripts/asvs.ts`: docs/asvs.csv says of each requirement of OWASP ASVS 5.0 how it stands. What shows it must exist: a
// file or folder, and in a test the words of its name. What is not wholly met says what is missing, or why it does not apply.
import { readFile, stat } from 'node:fs/promises'

const statuses = ['met', 'partly', 'not met', 'not applicable']
const header = 'id,level,requirement,status,shown by,remark'
/** All of levels 1 and 2, and some of level 3. */
const requirements = { '1': 70, '2': 183 }

const [head, ...lines] = (await readFile('docs/asvs.csv', 'utf8')).trimEnd().split('\n')
const rows = lines.map(cellsOf)
const faults = [
  ...(head === header ? [] : [`the first line is not ${header}`]),
  ...(await Promise.all(rows.map(faultOf))).flat(),
  ...Object.entries(requirements).flatMap(([level, count]) => {
    const found = new Set(rows.filter((row) => row[1] === level).map(([id]) => id)).size
    return found === count ? [] : [`level ${level} has ${found} of ${count} requirements`]
  }),
]
faults.forEach((fault) => console.error(`docs/asvs.csv: ${fault}`))
if (faults.length === 0) {
  const said = statuses.map((status) => `${rows.filter((row) => row[3] === status).length} ${status}`)
  console.log(`OWASP ASVS 5.0, ${rows.length} requirements: ${said.join(', ')}`)
}
process.exit(faults.length === 0 ? 0 : 1)

async function faultOf(row: string[]): Promise<string[]> {
  const [id = '', , , status = '', shownBy = '', remark = ''] = row
  if (row.length !== 6 || !/^\d+\.\d+\.\d+$/.test(id)) {
    return [`${id}: a row has six cells and begins with its id`]
  }
  if (!statuses.includes(status)) {
    return [`${id}: ${status} is none of ${statuses.join(', ')}`]
  }
  if (status !== 'met' && remark === '') {
    return [`${id}: ${status}, and does not say why`]
  }
  const isShown = shownBy === '' ? !['met', 'partly'].includes(status) : await exists(shownBy)
  return isShown ? [] : [`${id}: what shows it is not there: ${shownBy}`]
}

async function exists(place: string): Promise<boolean> {
  const [path = '', name] = place.split('::')
  const found = await stat(path).catch(() => null)
  if (found === null || name === undefined) {
    return found !== null
  }
  return (await readFile(path, 'utf8')).includes(name)
}

/** RFC 4180 in one line: a cell may stand in quotes, in which a quote is written twice. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
