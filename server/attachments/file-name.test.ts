import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { cleanFileName, fileNameFor } from './file-name.ts'

// Whatever a client calls a file, the name we keep can be shown, written to any disk and put in a header.

test.for([
  ['photo.jpg', 'photo.jpg'],
  ['Résultats – foie (2).PDF', 'Résultats – foie (2).PDF'],
  ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
  ['e\u200b\u0301te\u0301.pdf', 'été.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['/absolute/path/letter.docx', 'letter.docx'],
  ['C:\\fakepath\\IMG_1.HEIC', 'IMG_1.HEIC'],
  ['..\\..\\..', 'document'],
  ['folder/', 'document'],
  ['', 'document'],
  ['   ', 'document'],
  ['.pdf', 'document.pdf'],
  ['.htaccess', 'document.htaccess'],
  ['...hidden.txt', 'hidden.txt'],
  ['letter.pdf. . .', 'letter.pdf'],
  ['letter .pdf', 'letter.pdf'],
  ['a\u0000b\u0007c\u001b[31m.txt', 'abc[31m.txt'],
  ['a\r\nContent-Type: text/html\r\n.txt', 'html.txt'],
  ['line\nbreak\u2028here.txt', 'line break here.txt'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\u2066b\u2069c\u200bd\ufeffe.txt', 'abcde.txt'],
  ['lone\ud800surrogate.txt', 'lonesurrogate.txt'],
  ['a.txt:stream.exe', 'a.txt_stream.exe'],
  ['what?<really>|"*".txt', 'what__really_____.txt'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['NUL.tar.pdf', '_NUL.tar.pdf'],
  ['Com1 .pdf', '_Com1.pdf'],
  ['LPT¹.pdf', '_LPT¹.pdf'],
  ['CONTRACT.pdf', 'CONTRACT.pdf'],
  ['console.txt', 'console.txt'],
] as const)('%j is kept as %j', ([given, kept]) => {
  expect(cleanFileName(given)).toBe(kept)
})

test('a long name loses its middle, not its ending', () => {
  const name = cleanFileName(`${'a'.repeat(500)}.docx`)
  expect(name).toBe(`${'a'.repeat(limits.fileNameCharacters - 5)}.docx`)
})

test('a long name of wide characters fits a file system and is not cut inside a character', () => {
  const name = cleanFileName(`${'🩺'.repeat(250)}.jpeg`)
  expect(name).toMatch(/^(?:🩺)+\.jpeg$/u)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(limits.fileNameBytes)
})

test('an endless ending is part of the name', () => {
  expect(cleanFileName(`a.${'b'.repeat(1_000)}`)).toHaveLength(limits.fileNameCharacters)
})

test('a name of a million dots takes no time', () => {
  const startedAt = performance.now()
  expect(cleanFileName(`${'.'.repeat(1_000_000)}x ${' .'.repeat(1_000_000)}x.txt`)).toMatch(/x\.txt$/)
  expect(performance.now() - startedAt).toBeLessThan(500)
})

test('what is left out between spaces leaves one space', () => {
  expect(cleanFileName('scan \u0000 2.pdf')).toBe('scan 2.pdf')
})

test('any name at all becomes a safe one, and a safe name stays as it is', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFileName(given)
      expect(name).not.toBe('')
      expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^[. ]|[. ]$/u)
      expect(Array.from(name).length).toBeLessThanOrEqual(limits.fileNameCharacters)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(limits.fileNameBytes)
      expect(cleanFileName(name)).toBe(name)
    }),
    { numRuns: 500 },
  )
})

test.for([
  ['IMG_1.HEIC', 'image/jpeg', 'IMG_1.jpg'],
  ['photo.JPEG', 'image/jpeg', 'photo.JPEG'],
  ['photo.jpg', 'image/png', 'photo.png'],
  ['photo', 'image/webp', 'photo.webp'],
  ['Rapport.2024', 'application/pdf', 'Rapport.2024.pdf'],
  ['.heic', 'image/jpeg', 'document.jpg'],
] as const)('%s holding %s is kept as %s', ([given, mediaType, kept]) => {
  expect(fileNameFor(given, mediaType)).toBe(kept)
})
