/**
 * A text as people compare it: without accents and case, ligatures spelled out, one form of apostrophe, quote and dash.
 * Each code point is folded by itself, so that a place in the folded text can be found again in the text it came from.
 */
export function foldText(text: string): string {
  if (plain.test(text)) {
    return text.toLowerCase()
  }
  return text
    .normalize('NFKD')
    .replaceAll(unseen, '')
    .toLowerCase()
    .replaceAll(others, (character) => spelled[character] ?? '-')
}

/** Nothing to take apart: most text is this, and a hundred times as quick. */
// oxlint-disable-next-line no-control-regex
const plain = /^[\u0000-\u007F]*$/

/** Marks on letters, and what nobody sees: joiners, soft hyphens, variants. */
const unseen = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu

/** What no normalisation takes apart, as it is typed without it; every dash is a hyphen. */
const spelled: Record<string, string> = {
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '′': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '−': '-',
}
const others = new RegExp(`[\\p{Pd}${Object.keys(spelled).join('')}]`, 'gu')
