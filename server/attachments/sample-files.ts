import { crc32, deflateRawSync } from 'node:zlib'

// Small files for tests, written by hand from their formats' documents.

/** A PDF 1.4 of one empty page; `trailer` goes into its trailer dictionary, `tail` behind its end. */
export function aPdf({ trailer = '', tail = '' } = {}): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 4\n0000000000 65535 f \n${offsets.join('')}`
  const end = `trailer\n<< /Size 4 /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + table + end + tail, 'latin1')
}

export type SamplePart = {
  name: string
  text: string | Buffer
  claimedBytes?: number
  isEncrypted?: boolean
  offset?: number
}

/** A ZIP archive of deflated parts (PKWARE APPNOTE 4.3); a part may lie about its size, say it is encrypted, or point elsewhere. */
export function aZip(parts: SamplePart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const packed = deflateRawSync(part.text)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(part.isEncrypted ? 1 : 0, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(part.text), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(part.claimedBytes ?? Buffer.byteLength(part.text), 18)
    facts.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(part.offset ?? offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), facts, place, name)
    locals.push(local)
    offset += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

const officeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const relationshipType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A DOCX of one paragraph with further parts; `mainType` is the content type of its main part (ECMA-376 part 1, 11.3.10). */
export function aDocx(extraParts: SamplePart[] = [], { mainType = officeType } = {}): Buffer {
  return aZip([
    {
      name: '[Content_Types].xml',
      text: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`,
    },
    { name: '_rels/.rels', text: relationships({ type: 'officeDocument', target: 'word/document.xml' }) },
    {
      name: 'word/document.xml',
      text: '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Bonjour</w:t></w:r></w:p></w:body></w:document>',
    },
    ...extraParts,
  ])
}

/** One relationship as a .rels part has it; an outside one names another machine. */
export function relationships({
  type,
  target,
  isOutside = false,
}: {
  type: string
  target: string
  isOutside?: boolean
}): string {
  const mode = isOutside ? ' TargetMode="External"' : ''
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationshipType}/${type}" Target="${target}"${mode}/></Relationships>`
}

/** A PCM sound of 100 silent samples. */
export function aWav(): Buffer {
  const wav = Buffer.alloc(44 + 200)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt \x10\0\0\0\x01\0\x01\0', 8, 'latin1')
  wav.writeUInt32LE(8_000, 24)
  wav.writeUInt32LE(16_000, 28)
  wav.write('\x02\0\x10\0data', 32, 'latin1')
  wav.writeUInt32LE(200, 40)
  return wav
}

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: two silent frames, behind an ID3v2 tag or bare. */
export function anMp3({ isTagged = true } = {}): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x64])
  const tag = Buffer.from('ID3\x03\0\0\0\0\0\x0aTIT2\0\0\0\0\0\0', 'latin1')
  return Buffer.concat([...(isTagged ? [tag] : []), frame, frame])
}

/** An MP4 or QuickTime file's boxes: its brand, an empty movie table, 32 bytes of media. */
export function aMovie(brand: string): Buffer {
  return Buffer.concat([
    box('ftyp', `${brand}\0\0\0\0${brand}`),
    box('moov', box('mvhd', '\0'.repeat(100))),
    box('mdat', '\0'.repeat(32)),
  ])
}

function box(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body as string, 'latin1')
  const size = Buffer.alloc(4)
  size.writeUInt32BE(8 + bytes.length)
  return Buffer.concat([size, Buffer.from(type, 'latin1'), bytes])
}

/** The first Ogg page of an Opus sound (RFC 7845), or of what else the codec's magic says. */
export function anOgg(magic = 'OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0'): Buffer {
  return Buffer.from(`OggS\0\x02${'\0'.repeat(20)}\x01${String.fromCharCode(magic.length)}${magic}`, 'latin1')
}

/** The EBML head of a WebM file, or of what else the document type says, and an empty segment. */
export function aWebm(documentType = 'webm'): Buffer {
  const head = `\x42\x86\x81\x01\x42\x82${String.fromCharCode(0x80 + documentType.length)}${documentType}`
  return Buffer.from(`\x1a\x45\xdf\xa3${String.fromCharCode(0x80 + head.length)}${head}\x18\x53\x80\x67\x80`, 'latin1')
}
