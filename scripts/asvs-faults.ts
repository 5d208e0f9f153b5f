// What is wrong with docs/asvs.csv. What shows a requirement must be there: a file or folder, and of a test the whole words of
// its title. What is met is shown by a test of that name, or says in its remark why no test shows it. What is not wholly met says
// what is missing, or why it does not apply.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const statuses = ['met', 'partly', 'not met', 'not applicable']
const header = 'id,level,requirement,status,shown by,remark'
/** All of levels 1 and 2, and some of level 3. */
const requirements = { '1': 70, '2': 183 }

export async function asvsFaults(csv: string, root: string): Promise<string[]> {
  const rows = asvsRows(csv)
  const ids = rows.map(([id]) => id)
  return [
    ...(csv.startsWith(`${header}\n`) ? [] : [`the first line is not ${header}`]),
    ...(await Promise.all(rows.map((row) => faultOf(row, root)))).flat(),
    ...new Set(ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id}: is there twice`)),
    ...Object.entries(requirements).flatMap(([level, count]) => {
      const found = new Set(rows.filter((row) => row[1] === level).map(([id]) => id)).size
      return found === count ? [] : [`level ${level} has ${found} of ${count} requirements`]
    }),
  ]
}

export function asvsRows(csv: string): string[][] {
  return csv.trimEnd().split('\n').slice(1).map(cellsOf)
}

async function faultOf(row: string[], root: string): Promise<string[]> {
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
  if (status === 'met' && remark === '' && !shownBy.includes('::')) {
    return [`${id}: met, and neither names a test nor says why none shows it`]
  }
  const isShown = shownBy === '' ? !['met', 'partly'].includes(status) : await exists(shownBy, root)
  return isShown ? [] : [`${id}: what shows it is not there: ${shownBy}`]
}

async function exists(place: string, root: string): Promise<boolean> {
  const [path = '', name] = place.split('::')
  const found = await stat(join(root, path)).catch(() => null)
  if (found === null || name === undefined) {
    return found !== null
  }
  const text = await readFile(join(root, path), 'utf8')
  // A title stands whole between its quotes; a comment that speaks of it is none.
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`))
}

/** RFC 4180 in one line: a cell may stand in quotes, in which a quote is written twice. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
