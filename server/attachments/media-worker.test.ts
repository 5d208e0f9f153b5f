import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { heicSample } from './heic-sample.ts'
import type { ImageMediaType } from './media-types.ts'
import { reencodeImage } from './media-worker.ts'

// A picture is kept as its pixels and nothing else, by a process that no picture can make slow, large or lasting.

const red = [200, 60, 40]
const blue = [40, 80, 200]

/** A picture whose left half is red and right half blue. */
function halves(width: number, height: number): Sharp {
  const pixels = Buffer.from(
    Array.from({ length: height }, () => Array.from({ length: width }, (_, x) => (x < width / 2 ? red : blue))).flat(2),
  )
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

function plain(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 60, b: 40 } } })
}

async function cornerColours(picture: Buffer): Promise<{ first: number[]; last: number[] }> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  return { first: [...data.subarray(0, info.channels)], last: [...data.subarray(-info.channels)] }
}

function expectColour(colour: number[], expected: number[]): void {
  expect(
    colour.every((value, index) => Math.abs(value - (expected[index] ?? 0)) <= 6),
    `${colour} for ${expected}`,
  ).toBe(true)
}

const telltales = /Exif|Sample camera|GPS|ns\.adobe\.com|ICC_PROFILE|iCCP|<script|a comment|EXIF|XMP/

test('a photograph with its place in it comes out upright, in true colours, without any of it', async () => {
  const photo = await halves(64, 48)
    .withIccProfile('p3')
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><note xmlns="http://ns.adobe.com/x/">Sample camera</note></x:xmpmeta>',
    )
    .withExif({
      IFD0: { Make: 'Sample camera' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 39/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '79/1 23/1 0/1' },
    })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const comment = Buffer.from('\xff\xfe\0\x0ba comment', 'latin1')
  const turned = turnedInExif(Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]), 6)
  expect(turned.toString('latin1')).toMatch(/Sample camera[^]*ICC_PROFILE/)

  const { mediaType, bytes, width, height, thumbnail } = await reencodeImage(turned, 'image/jpeg')

  expect({ mediaType, width, height }).toEqual({ mediaType: 'image/jpeg', width: 48, height: 64 })
  expect(bytes.toString('latin1')).not.toMatch(telltales)
  expect(thumbnail.toString('latin1')).not.toMatch(telltales)
  const { first, last } = await cornerColours(bytes)
  expectColour(first, red)
  expectColour(last, blue)
})

/** The same JPEG with another Exif orientation (TIFF tag 0x112), which sharp itself never writes beside other Exif. */
function turnedInExif(jpeg: Buffer, orientation: number): Buffer {
  const turned = Buffer.from(jpeg)
  turned.writeUInt16LE(orientation, turned.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0])) + 8)
  return turned
}

test('a HEIC photograph becomes an upright JPEG in true colours, without its place', async () => {
  expect(heicSample.toString('latin1')).toMatch(/Exif[^]*Sample camera/)
  const { mediaType, bytes, width, height, thumbnail } = await reencodeImage(heicSample, 'image/heic')
  expect({ mediaType, width, height }).toEqual({ mediaType: 'image/jpeg', width: 48, height: 64 })
  expect(bytes.toString('latin1')).not.toMatch(telltales)
  const { first, last } = await cornerColours(bytes)
  expectColour(first, blue)
  expectColour(last, red)
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 48, height: 64 })
})

test('a PNG keeps its transparency and loses what hangs behind it', async () => {
  const png = await sharp({
    create: { width: 1_000, height: 500, channels: 4, background: { r: 200, g: 60, b: 40, alpha: 0.5 } },
  })
    .png()
    .toBuffer()
  const { mediaType, bytes, width, height, thumbnail } = await reencodeImage(
    Buffer.concat([png, Buffer.from('<html><script>alert(1)</script>')]),
    'image/png',
  )
  expect({ mediaType, width, height }).toEqual({ mediaType: 'image/png', width: 1_000, height: 500 })
  expect((await cornerColours(bytes)).first).toEqual([...red, 128])
  expect(bytes.toString('latin1')).not.toMatch(telltales)
  expect(await sharp(thumbnail).metadata()).toMatchObject({
    format: 'webp',
    width: limits.thumbnailSidePixels,
    height: 160,
  })
})

test('of an animation the first frame is kept', async () => {
  const frames = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      plain(40, 30)
        .linear(1, -20 * i)
        .png()
        .toBuffer(),
    ),
  )
  const animation = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
  expect((await sharp(animation).metadata()).pages).toBe(5)
  const { bytes, width, height } = await reencodeImage(animation, 'image/webp')
  expect({ width, height }).toEqual({ width: 40, height: 30 })
  expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1)
  expectColour((await cornerColours(bytes)).first, red)
})

test('a picture for the printing press becomes one for the screen', async () => {
  const cmyk = await plain(40, 30).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
  expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
  const { bytes } = await reencodeImage(cmyk, 'image/jpeg')
  expect(await sharp(bytes).metadata()).toMatchObject({ space: 'srgb', hasProfile: false })
})

test('a picture too large for libvips to keep in memory of its own accord is written to no disk', async () => {
  const { width, height } = await reencodeImage(await plain(6_000, 6_000).webp({ effort: 0 }).toBuffer(), 'image/webp')
  expect({ width, height }).toEqual({ width: 6_000, height: 6_000 })
})

const [jpeg, png, webp, gif] = await Promise.all([
  halves(400, 300).jpeg().toBuffer(),
  halves(400, 300).png().toBuffer(),
  halves(400, 300).webp().toBuffer(),
  plain(4, 3).gif().toBuffer(),
])

/** A PNG whose header tells another size, with the header's checksum made right again. */
function claimingPng(width: number, height: number): Buffer {
  const claiming = Buffer.from(png)
  claiming.writeUInt32BE(width, 16)
  claiming.writeUInt32BE(height, 20)
  claiming.writeUInt32BE(crc32(claiming.subarray(12, 29)), 29)
  return claiming
}

/** A JPEG whose frame header (SOF0) tells another size. */
function claimingJpeg(width: number, height: number): Buffer {
  const claiming = Buffer.from(jpeg)
  const frame = claiming.indexOf(Buffer.from([0xff, 0xc0]))
  claiming.writeUInt16BE(height, frame + 5)
  claiming.writeUInt16BE(width, frame + 7)
  return claiming
}

/** The HEIC sample whose size property (ispe) tells another size. */
function claimingHeic(width: number, height: number): Buffer {
  const claiming = Buffer.from(heicSample)
  for (let at = claiming.indexOf('ispe'); at >= 0; at = claiming.indexOf('ispe', at + 4)) {
    claiming.writeUInt32BE(width, at + 8)
    claiming.writeUInt32BE(height, at + 12)
  }
  return claiming
}

test.for<[string, ImageMediaType, Buffer, string]>([
  ['nothing', 'image/jpeg', Buffer.alloc(0), 'damaged'],
  ['a JPEG cut short', 'image/jpeg', jpeg.subarray(0, jpeg.length / 2), 'damaged'],
  ['a JPEG cut in its header', 'image/jpeg', jpeg.subarray(0, 100), 'damaged'],
  ['a PNG cut short', 'image/png', png.subarray(0, png.length / 2), 'damaged'],
  ['a WebP cut short', 'image/webp', webp.subarray(0, webp.length / 2), 'damaged'],
  ['a HEIC cut short', 'image/heic', heicSample.subarray(0, heicSample.length / 2), 'damaged'],
  ['a HEIC cut in its pixels', 'image/heic', heicSample.subarray(0, 1_040), 'damaged'],
  ['a PNG of 30,000 × 30,000', 'image/png', claimingPng(30_000, 30_000), 'too-many-pixels'],
  ['a JPEG of 30,000 × 30,000', 'image/jpeg', claimingJpeg(30_000, 30_000), 'too-many-pixels'],
  ['a HEIC of 30,000 × 30,000', 'image/heic', claimingHeic(30_000, 30_000), 'too-many-pixels'],
  ['a PNG of 50,000 × 2', 'image/png', claimingPng(50_000, 2), 'too-many-pixels'],
  ['a GIF called PNG', 'image/png', gif, 'unsupported'],
  ['a PNG called JPEG', 'image/jpeg', png, 'unsupported'],
  ['a JPEG called HEIC', 'image/heic', jpeg, 'unsupported'],
  [
    'SVG called PNG',
    'image/png',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'unsupported',
  ],
  ['HTML called WebP', 'image/webp', Buffer.from('<!doctype html><script>alert(1)</script>'), 'unsupported'],
  ['a file over the limit', 'image/jpeg', Buffer.alloc(limits.attachmentSizeBytes + 1), 'too-large'],
])('%s (%s) is refused', async ([, mediaType, bytes, code]) => {
  await expect(reencodeImage(bytes, mediaType)).rejects.toMatchObject({ name: 'MediaError', code })
})

const enough = { timeoutMs: limits.mediaTimeoutMs, memoryBytes: 140 * 1024 * 1024 }

test('a picture that needs too much memory is stopped, and the next one is not', async () => {
  const turned = await plain(6_000, 6_000).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  await expect(reencodeImage(turned, 'image/jpeg', enough)).rejects.toMatchObject({ code: 'out-of-memory' })
  expect((await reencodeImage(jpeg, 'image/jpeg', enough)).width).toBe(400)
})

test('a picture that takes too long is stopped', async () => {
  const startedAt = performance.now()
  await expect(reencodeImage(jpeg, 'image/jpeg', { ...enough, timeoutMs: 20 })).rejects.toMatchObject({
    code: 'too-slow',
  })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

function processes(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
}

test('pictures that come together are done one at a time, and each process ends with its picture', async () => {
  await expect.poll(processes).toBe(0)
  let most = 0
  const meter = setInterval(() => (most = Math.max(most, processes())), 5)
  const all = await Promise.all([jpeg, jpeg, jpeg].map((bytes) => reencodeImage(bytes, 'image/jpeg')))
  clearInterval(meter)
  expect(all.map(({ width }) => width)).toEqual([400, 400, 400])
  expect(most).toBe(1)
  await expect.poll(processes).toBe(0)
})

test('the server’s own process loads no image library', async () => {
  const program = `
    const { reencodeImage } = await import(${JSON.stringify(import.meta.resolve('./media-worker.ts'))})
    const { width } = await reencodeImage(Buffer.from(process.argv[1], 'base64'), 'image/jpeg')
    const libraries = process.report.getReport().sharedObjects.filter((path) => /vips|sharp|heif/.test(path))
    console.log(JSON.stringify({ width, libraries }))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    program,
    jpeg.toString('base64'),
  ])
  expect(JSON.parse(stdout)).toEqual({ width: 400, libraries: [] })
})
