import sharp, { type Sharp } from 'sharp'
import { limits } from '../../shared/limits.ts'
import { MediaError, type MediaErrorCode } from './media-error.ts'
import type { ImageMediaType } from './media-types.ts'
import { assertPictureSize } from './picture-size.ts'

/** The forms pictures are kept in; HEIC becomes JPEG, since no browser but Safari shows it. */
export type ReencodedMediaType = Exclude<ImageMediaType, 'image/heic'>

export type ReencodedImage = {
  mediaType: ReencodedMediaType
  bytes: Buffer
  width: number
  height: number
  /** WebP, limits.thumbnailSidePixels on its longer side at most. */
  thumbnail: Buffer
}

/** A picture written anew from its pixels: upright, sRGB, first frame only, nothing else of the file kept; runs in the media process only. */
export async function reencodeImage(bytes: Buffer, mediaType: ImageMediaType): Promise<ReencodedImage> {
  try {
    const target = mediaType === 'image/heic' ? 'image/jpeg' : mediaType
    openDecoder(target)
    const source = mediaType === 'image/heic' ? await heicToJpeg(bytes) : bytes
    // The header alone, before any pixel: 1 kB can claim 30,000 × 30,000.
    assertPictureSize(await sharp(source, { limitInputPixels: false }).metadata())
    const { data, info } = await write(source, target)
    if (data.length > limits.reencodedImageBytes) {
      throw new MediaError('too-large')
    }
    return {
      mediaType: target,
      bytes: data,
      width: info.width,
      height: info.height,
      thumbnail: await writeThumbnail(data),
    }
  } catch (error) {
    throw error instanceof MediaError ? error : new MediaError(codeOf(error))
  }
}

// libvips reads forty formats; only the decoder of the sniffed one meets a stranger's bytes.
function openDecoder(mediaType: ReencodedMediaType): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: [decoders[mediaType]] })
}

const decoders: Record<ReencodedMediaType, string> = {
  'image/jpeg': 'VipsForeignLoadJpegBuffer',
  'image/png': 'VipsForeignLoadPngBuffer',
  'image/webp': 'VipsForeignLoadWebpBuffer',
}

// Loaded when wanted: it costs as much time to start as all the rest.
async function heicToJpeg(bytes: Buffer): Promise<Buffer> {
  const { decodeHeic } = await import('./decode-heic.ts')
  return await decodeHeic(bytes)
}

async function write(source: Buffer, target: ReencodedMediaType) {
  // Phones write small faults that every viewer forgives; a missing part of the picture is not one of them.
  const upright = sharp(source, { limitInputPixels: limits.imagePixels, failOn: 'truncated' })
    .autoOrient()
    .toColourspace('srgb')
  return await encode(upright, target).toBuffer({ resolveWithObject: true })
}

function encode(picture: Sharp, target: ReencodedMediaType): Sharp {
  switch (target) {
    case 'image/jpeg':
      return picture.flatten({ background: 'white' }).jpeg({ quality: 90, optimiseCoding: false })
    case 'image/png':
      return picture.png()
    case 'image/webp':
      return picture.webp({ quality: 90, effort: 2 })
    default:
      return target satisfies never
  }
}

async function writeThumbnail(picture: Buffer): Promise<Buffer> {
  const side = limits.thumbnailSidePixels
  return await sharp(picture)
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toBuffer()
}

function codeOf(error: unknown): MediaErrorCode {
  const message = error instanceof Error ? error.message : ''
  if (/out of memory|memory allocation|allocation failed/i.test(message)) {
    return 'out-of-memory'
  }
  if (/pixel limit/i.test(message)) {
    return 'too-many-pixels'
  }
  return /unsupported/i.test(message) ? 'unsupported' : 'damaged'
}
