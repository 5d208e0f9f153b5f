import { limits } from '../../shared/limits.ts'
import { MediaError } from './media-error.ts'

/** Throws 'too-many-pixels' by what the file's header says, before a pixel is decoded. */
export function assertPictureSize({ width, height }: { width: number; height: number }): void {
  if (width * height > limits.imagePixels || Math.max(width, height) > limits.imageSidePixels) {
    throw new MediaError('too-many-pixels')
  }
}
