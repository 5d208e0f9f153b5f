// Promised: a text is one part for the telephone network, in either language, and tells nothing that a stranger may not read.
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { languages } from '../../shared/locales/index.ts'
import { noticeKinds } from '../../shared/notice.ts'
import { codeText, noticeText } from './text-words.ts'

const words = languages.flatMap((language) => [
  ...noticeKinds.map((kind) => noticeText({ kind, language })),
  codeText('123456', language),
])

/** The default alphabet and its extension (3GPP TS 23.038), in which a character of the extension counts twice. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '^{}\\[~]|€'

function parts(text: string): number {
  const letters = [...text]
  if (letters.every((letter) => basic.includes(letter) || extension.includes(letter))) {
    const septets = letters.reduce((sum, letter) => sum + (extension.includes(letter) ? 2 : 1), 0)
    return Math.ceil(septets / limits.textSeptets)
  }
  return Math.ceil(text.length / limits.textUnits)
}

test('each is one part', () => {
  expect(words.filter((text) => parts(text) !== 1)).toEqual([])
  expect(parts('’'.repeat(limits.textUnits + 1))).toBe(2)
  expect(parts('e'.repeat(limits.textSeptets + 1))).toBe(2)
})

test('none holds an address, a name or a word of medicine', () => {
  const telling = /https?:|www|\.(?:ca|com|example)|clini|doctor|médecin|santé|health|care|soins|threadwell/i
  expect(words.filter((text) => telling.test(text))).toEqual([])
})

test('a code is told with how long it works', () => {
  expect(limits.mobileCodeMinutes).toBe(10)
  expect(codeText('012345', 'en')).toBe('012345 is your code. It works for ten minutes. Give it to no one.')
})
