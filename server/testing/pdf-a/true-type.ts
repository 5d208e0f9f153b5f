export type TrueType = { glyphs: number; widthOf(glyph: number): number; isEmpty(glyph: number): boolean }

/** What a check needs of an embedded TrueType program: how many glyphs, and how wide each is, in thousandths of the em. */
export function readTrueType(bytes: Buffer): TrueType | undefined {
  const tables = new Map<string, Buffer>()
  if (bytes.length < 12 || !['\0\x01\0\0', 'true'].includes(bytes.toString('latin1', 0, 4))) {
    return undefined
  }
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const at = 12 + i * 16
    const offset = bytes.readUInt32BE(at + 8)
    tables.set(bytes.toString('latin1', at, at + 4), bytes.subarray(offset, offset + bytes.readUInt32BE(at + 12)))
  }
  const [head, hhea, maxp, hmtx, loca] = ['head', 'hhea', 'maxp', 'hmtx', 'loca'].map((name) => tables.get(name))
  if (
    head === undefined ||
    hhea === undefined ||
    maxp === undefined ||
    hmtx === undefined ||
    loca === undefined ||
    !tables.has('glyf')
  ) {
    return undefined
  }
  const unitsPerEm = head.readUInt16BE(18)
  const isLong = head.readInt16BE(50) === 1
  const metrics = hhea.readUInt16BE(34)
  const place = (glyph: number) => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2)
  return {
    glyphs: maxp.readUInt16BE(4),
    widthOf: (glyph) => (hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4) * 1000) / unitsPerEm,
    isEmpty: (glyph) => place(glyph) === place(glyph + 1),
  }
}
