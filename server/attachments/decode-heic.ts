import heicDecode from 'heic-decode'
import sharp from 'sharp'
import { readIsoBoxes } from './iso-boxes.ts'
import { MediaError } from './media-error.ts'
import { assertPictureSize } from './picture-size.ts'

/** The first picture of a HEIC file, upright, as a JPEG of the highest quality in the file's own colours; runs in the media process only. */
export async function decodeHeic(bytes: Buffer): Promise<Buffer> {
  const pictures = await heicDecode.all({ buffer: bytes }).catch((error: unknown) => {
    throw new MediaError(error instanceof TypeError ? 'unsupported' : 'damaged')
  })
  try {
    const picture = pictures[0]
    if (!picture) {
      throw new MediaError('damaged')
    }
    assertPictureSize(picture)
    const { data, width, height } = await picture.decode()
    const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
      .flatten({ background: 'white' })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4', optimiseCoding: false })
      .toBuffer()
    return addColourProfile(jpeg, findColourProfile(bytes))
  } finally {
    pictures.dispose()
  }
}

// ISO 23008-12: the item properties hold it. Phones write Display P3 here; taken for sRGB, skin would look grey.
function findColourProfile(bytes: Buffer): Buffer {
  const meta = boxIn(bytes, 'meta')?.subarray(4)
  const properties = boxIn(boxIn(meta, 'iprp'), 'ipco')
  const colours = properties && readIsoBoxes(properties)?.filter((box) => box.type === 'colr')
  const profile = colours?.find((box) => /^(?:prof|rICC)/.test(box.body.toString('latin1', 0, 4)))
  return profile?.body.subarray(4) ?? Buffer.alloc(0)
}

function boxIn(bytes: Buffer | undefined, type: string): Buffer | undefined {
  return bytes && readIsoBoxes(bytes)?.find((box) => box.type === type)?.body
}

// ICC.1 annex B.4: APP2 segments after the start marker, each with its number and how many there are.
function addColourProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const count = Math.ceil(profile.length / segmentProfileBytes)
  if (count > 255) {
    throw new MediaError('damaged')
  }
  const segments = Array.from({ length: count }, (_, index) => {
    const part = profile.subarray(index * segmentProfileBytes, (index + 1) * segmentProfileBytes)
    const head = Buffer.from('\xff\xe2\0\0ICC_PROFILE\0\0\0', 'latin1')
    head.writeUInt16BE(head.length - 2 + part.length, 2)
    head.set([index + 1, count], head.length - 2)
    return Buffer.concat([head, part])
  })
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

const segmentProfileBytes = 65_519
