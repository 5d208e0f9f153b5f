import sharp from 'sharp'
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { heicSample } from './heic-sample.ts'
import { aDocx, aMovie, anMp3, anOgg, aPdf, aWav, aWebm, aZip } from './sample-files.ts'
import { sniffMedia } from './sniff.ts'

// A file is what its first bytes say, and only what a clinic can use; its name may not tell another story.

const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
const [jpeg, png, webp, gif, tiff, avif] = await Promise.all([
  picture.clone().jpeg().toBuffer(),
  picture.clone().png().toBuffer(),
  picture.clone().webp().toBuffer(),
  picture.clone().gif().toBuffer(),
  picture.clone().tiff().toBuffer(),
  picture.clone().avif().toBuffer(),
])
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

test.for<[string, Buffer, string, string]>([
  ['photo.jpg', jpeg, 'image/jpeg', 'image'],
  ['PHOTO.JPEG', jpeg, 'image/jpeg', 'image'],
  ['image', jpeg, 'image/jpeg', 'image'],
  ['a PNG named .jpg', png, 'image/png', 'image'],
  ['scan.png', png, 'image/png', 'image'],
  ['photo.webp', webp, 'image/webp', 'image'],
  ['IMG_1.HEIC', heicSample, 'image/heic', 'image'],
  [
    'brand mif1.heif',
    Buffer.from(heicSample.toString('latin1').replace('ftypheic', 'ftypmif1'), 'latin1'),
    'image/heic',
    'image',
  ],
  ['résultats.pdf', aPdf(), 'application/pdf', 'document'],
  ['Dr. Smith', aPdf(), 'application/pdf', 'document'],
  ['Rapport.2024', aPdf(), 'application/pdf', 'document'],
  ['notes.txt', Buffer.from('\ufeffTension : 120/80 < 140/90\r\n\tÉté\f'), 'text/plain', 'document'],
  ['BM reads as a bitmap.txt', Buffer.from('BM this morning, twice.'), 'text/plain', 'document'],
  ['letter.docx', aDocx(), docx, 'document'],
  ['memo.mp3', anMp3(), 'audio/mpeg', 'audio'],
  ['bare.mp3', anMp3({ isTagged: false }), 'audio/mpeg', 'audio'],
  ['memo.m4a', aMovie('M4A '), 'audio/mp4', 'audio'],
  ['sound alone.m4a', aMovie('isom'), 'audio/mp4', 'audio'],
  ['memo.wav', aWav(), 'audio/wav', 'audio'],
  ['memo.ogg', anOgg(), 'audio/ogg', 'audio'],
  ['vorbis.ogg', anOgg('\x01vorbis\0\0\0\0\x01'), 'audio/ogg', 'audio'],
  ['film.mp4', aMovie('isom'), 'video/mp4', 'video'],
  ['film.m4v', aMovie('M4V '), 'video/mp4', 'video'],
  ['IMG_2.MOV', aMovie('qt  '), 'video/quicktime', 'video'],
  ['film.webm', aWebm(), 'video/webm', 'video'],
])('%s comes in', async ([name, bytes, mediaType, kind]) => {
  expect(await sniffMedia(bytes, name)).toEqual({ mediaType, kind })
})

test.for<[string, Buffer | string, string]>([
  ['empty.pdf', '', 'empty'],
  ['a PDF.jpg', aPdf(), 'extension-mismatch'],
  ['photo.jpg.exe', jpeg, 'extension-mismatch'],
  ['photo.svg', png, 'extension-mismatch'],
  ['a picture.pdf', jpeg, 'extension-mismatch'],
  ['text.jpg', 'only words', 'extension-mismatch'],
  ['text.csv', 'a,b,c', 'extension-mismatch'],
  ['letter.docm', aDocx(), 'extension-mismatch'],
  ['letter.zip', aDocx(), 'extension-mismatch'],
  ['film.jpg', aMovie('isom'), 'extension-mismatch'],
  ['film.mp3', aMovie('isom'), 'extension-mismatch'],
  ['HTML as a picture.jpg', '<!DOCTYPE html><script>alert(1)</script>', 'markup'],
  ['SVG as a picture.png', svg, 'markup'],
  ['SVG behind a comment.png', `<!-- ${'x'.repeat(500)} -->${svg}`, 'markup'],
  ['SVG behind spaces.txt', `\ufeff \n\t${svg}`, 'markup'],
  ['SVG behind words.txt', `Hello ${svg}`, 'markup'],
  ['XML.txt', '<?xml version="1.0"?><a/>', 'markup'],
  ['XML without a head.txt', '<note><to>you</to></note>', 'markup'],
  ['a script.txt', '#!/bin/sh\nrm -r /', 'markup'],
  ['a web address that runs.txt', 'see javascript:alert(1)', 'markup'],
  ['saved page.txt', 'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related', 'markup'],
  ['rich text.txt', '{\\rtf1 hello}', 'markup'],
  ['HTML in UTF-16.txt', Buffer.from('\ufeff<html><script>1</script>', 'utf16le'), 'not-allowed'],
  ['NUL.txt', 'a\0b', 'not-allowed'],
  ['escape.txt', 'a\u001b[2Jb', 'not-allowed'],
  ['Latin 1.txt', Buffer.from('été', 'latin1'), 'not-allowed'],
  ['overlong.txt', Buffer.from([0x61, 0xc0, 0xaf, 0x62]), 'not-allowed'],
  ['GIF with words.gif', Buffer.concat([gif, Buffer.from('/*alert(1)*/')]), 'not-allowed'],
  ['scan.tiff', tiff, 'not-allowed'],
  ['photo.avif', avif, 'not-allowed'],
  ['a program.jpg', Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(100)]), 'not-allowed'],
  ['an archive.docx', aZip([{ name: 'virus.exe', text: 'MZ' }]), 'not-allowed'],
  ['a book.docx', aZip([{ name: 'mimetype', text: 'application/epub+zip' }]), 'not-allowed'],
  ['short.docx', 'PK\x03\x04', 'not-allowed'],
  ['PDF inside other bytes.pdf', Buffer.concat([Buffer.from([0, 1, 2]), aPdf()]), 'not-allowed'],
  ['film.ogg', anOgg('\x80theora\x03\x02\x01'), 'not-allowed'],
  ['film.mkv', aWebm('matroska'), 'not-allowed'],
  ['phone.3gp', aMovie('3gp4'), 'not-allowed'],
  [
    'DICOM with an HTML head.jpg',
    Buffer.concat([Buffer.from('<html>'.padEnd(128, '\0')), Buffer.from('DICM\x02\0')]),
    'not-allowed',
  ],
])('%s is refused', async ([name, bytes, refused]) => {
  expect(await sniffMedia(Buffer.from(bytes as string), name)).toEqual({ refused })
})

test('a head that ends inside a character is still text', async () => {
  const text = Buffer.from('é'.repeat(limits.sniffBytes))
  expect(await sniffMedia(text.subarray(0, limits.sniffBytes - 1), 'notes.txt')).toMatchObject({
    mediaType: 'text/plain',
  })
})

test.for<[string, Buffer]>([
  ['photo.jpg', jpeg],
  ['photo.heic', heicSample],
  ['letter.docx', aDocx()],
  ['memo.mp3', anMp3()],
  ['film.webm', aWebm()],
  ['film.mp4', aMovie('isom')],
])('the first bytes of %s, cut anywhere, are refused or known for what they are', async ([name, bytes]) => {
  const whole = await sniffMedia(bytes, name)
  const lengths = Array.from({ length: Math.min(bytes.length, 300) - 1 }, (_, index) => index + 1)
  const answers = await Promise.all(lengths.map((length) => sniffMedia(bytes.subarray(0, length), name)))
  expect(answers.some((answer) => 'refused' in answer)).toBe(true)
  expect(new Set(answers.filter((answer) => !('refused' in answer)).map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify(whole)]),
  )
})
