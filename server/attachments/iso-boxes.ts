import { limits } from '../../shared/limits.ts'

export type IsoBox = { type: string; body: Buffer }

/** The row of boxes that HEIC, MP4 and QuickTime are made of (ISO 14496-12: u32 size, four letters, body), or undefined where one runs past the end. */
export function readIsoBoxes(bytes: Buffer): IsoBox[] | undefined {
  const boxes: IsoBox[] = []
  let at = 0
  while (at + 8 <= bytes.length && boxes.length < limits.isoBoxes) {
    const { size, headerBytes } = sizeOfBox(bytes, at)
    if (size < headerBytes || at + size > bytes.length) {
      return undefined
    }
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + headerBytes, at + size) })
    at += size
  }
  return boxes
}

// Size 1 means that a 64-bit size follows the name; size 0, that the box is the last one and open-ended.
function sizeOfBox(bytes: Buffer, at: number): { size: number; headerBytes: number } {
  const size = bytes.readUInt32BE(at)
  if (size === 1 && at + 16 <= bytes.length) {
    return { size: Number(bytes.readBigUInt64BE(at + 8)), headerBytes: 16 }
  }
  return { size: size === 0 ? bytes.length - at : size, headerBytes: 8 }
}
