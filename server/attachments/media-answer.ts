import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import { MediaError, mediaErrorCodes } from './media-error.ts'
import type { ReencodedImage } from './reencode-image.ts'

/** The longest answer that is read from a media process, in bytes. */
export const mediaAnswerBytes = limits.reencodedImageBytes + 1024 * 1024

/**
 * The picture in a media process's whole answer (media-process.ts says how it is written); throws the MediaError in
 * it, or a plain error where it is no answer. A process that decodes hostile files may have been taken over by one.
 */
export function readMediaAnswer(answer: Buffer): ReencodedImage {
  const body = 4 + answer.readUInt32BE(0)
  const header = Header.parse(JSON.parse(answer.toString('utf8', 4, body)))
  if ('refused' in header) {
    throw new MediaError(header.refused)
  }
  const { mediaType, width, height, pictureBytes } = header
  const thumbnail = answer.subarray(body + pictureBytes)
  if (thumbnail.length === 0) {
    throw new Error('The answer of the media process is cut short')
  }
  return { mediaType, width, height, bytes: answer.subarray(body, body + pictureBytes), thumbnail }
}

const side = z.int().positive().max(limits.imageSidePixels)
const Header = z.union([
  z.strictObject({ refused: z.enum(mediaErrorCodes) }),
  z.strictObject({
    mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
    width: side,
    height: side,
    pictureBytes: z.int().positive(),
  }),
])
