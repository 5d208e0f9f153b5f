import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test.each<[string | number | null, string]>([
  ['Front desk', 'Front desk'],
  ['=HYPERLINK("http://example.test")', `"'=HYPERLINK(""http://example.test"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['＝1', "'＝1"],
  ['a,b', '"a,b"'],
  ['say "ah"', '"say ""ah"""'],
  ['two\nlines', '"two\nlines"'],
  [-3, '-3'],
  [0.5, '0.5'],
  [null, ''],
  ['', ''],
])('%j is written %s', (value, written) => expect(toCsv([[value]])).toBe(`\uFEFF${written}\r\n`))

test('rows end as the format says', () =>
  expect(
    toCsv([
      ['a', 1],
      ['b', null],
    ]),
  ).toBe('\uFEFFa,1\r\nb,\r\n'))
