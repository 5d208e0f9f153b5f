// What is promised here: the check of docs/asvs.csv finds nothing in it as it is, and finds each way in which it could say more
// than is shown.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { asvsFaults } from './asvs-faults.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const csv = await readFile(`${root}docs/asvs.csv`, 'utf8')
const line = (id: string) => csv.split('\n').find((each) => each.startsWith(`${id},`)) ?? ''
const [shown, unmet] = [line('7.3.2'), line('3.4.7')]
const own = 'scripts/asvs-faults.test.ts'

test('the list as it is has no fault', async () => {
  expect(await asvsFaults(csv, root)).toEqual([])
})

test.each([
  ['a file that is not there', shown.replace('devices.test', 'nobody.test'), '7.3.2: what shows it is not there'],
  ['a test that is not there', shown.replace('the day ends', 'the night ends'), '7.3.2: what shows it is not there'],
  ['a part of a title', `7.3.2,2,a,met,${own}::the list as it is,`, '7.3.2: what shows it is not there'],
  ['words of a comment', `7.3.2,2,a,met,${own}::finds each way,`, '7.3.2: what shows it is not there'],
  ['met, and shown by nothing', '7.3.2,2,a,met,,it is so', '7.3.2: what shows it is not there'],
  ['met, without a test or a reason', '7.3.2,2,a,met,server/app.ts,', '7.3.2: met, and neither names a test'],
  ['partly, without what is missing', '7.3.2,2,a,partly,server/app.ts,', '7.3.2: partly, and does not say why'],
  ['another word for met', shown.replace(',met,', ',done,'), '7.3.2: done is none of'],
  ['no row', '', '7.3.2'],
])('%s is found', async (_name, row, fault) => {
  const changed = csv.replace(shown, row)
  expect(changed).not.toBe(csv)
  expect((await asvsFaults(changed, root)).join('\n')).toContain(row === '' ? ': a row has six cells' : fault)
})

test('a requirement that is left out, or there twice, is found', async () => {
  expect(await asvsFaults(csv.replace(`${shown}\n`, ''), root)).toEqual(['level 2 has 182 of 183 requirements'])
  expect(await asvsFaults(`${csv}${shown}\n`, root)).toEqual(['7.3.2: is there twice'])
  expect(await asvsFaults(csv.replace(unmet, `${unmet}, and more`), root)).toEqual([
    '3.4.7: a row has six cells and begins with its id',
  ])
})
