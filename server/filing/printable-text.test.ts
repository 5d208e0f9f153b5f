/** What a typeface cannot show stands as its code points; everything else stays as it was typed. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printableText } from './printable-text.ts'

/** A typeface with Latin, Greek, Hebrew and the invisible marks, and no emoji. */
const hasGlyph = (codePoint: number) =>
  codePoint < 0x700 || codePoint === 0xf8ff || (codePoint >= 0x2000 && codePoint < 0x2800)

it.each([
  ['', ''],
  ['Bonjour, ça va ?\n\n  – oui…', 'Bonjour, ça va ?\n\n  – oui…'],
  ['38.2 °C, 5 µg, ≥ 3', '38.2 °C, 5 µg, ≥ 3'],
  ['a\tb', 'a    b'],
  ['thanks 🙏', 'thanks ⟦U+1F64F⟧'],
  ['🙏🏽', '⟦U+1F64F U+1F3FD⟧'],
  ['👩‍👧 and 👍👍', '⟦U+1F469 U+200D U+1F467⟧ and ⟦U+1F44D U+1F44D⟧'],
  ['你好', '⟦U+4F60 U+597D⟧'],
  ['e\u0301', 'e\u0301'],
  ['\u4F60\u0301!', '⟦U+4F60 U+0301⟧!'],
  ['bell \u0007', 'bell ⟦U+0007⟧'],
  ['abc\u202Ecba', 'abc⟦U+202E⟧cba'],
  ['soft\u00ADhyphen', 'soft⟦U+00AD⟧hyphen'],
  ['\uFEFFmark', '⟦U+FEFF⟧mark'],
  ['logo \uF8FF', 'logo ⟦U+F8FF⟧'],
  ['half \uD83D', 'half ⟦U+D83D⟧'],
  ['שלום', 'שלום'],
])('%j is printed as %j', (text, printed) => {
  expect(printableText(text, hasGlyph)).toBe(printed)
})

it('loses nothing: the code points give the text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const text = typed.replaceAll(/[⟦⟧\t]/g, '')
      const back = printableText(text, hasGlyph).replaceAll(/⟦([^⟧]*)⟧/g, (_, names: string) =>
        String.fromCodePoint(...names.split(' ').map((name) => Number.parseInt(name.slice(2), 16))),
      )
      expect(back).toBe(text)
    }),
  )
})
