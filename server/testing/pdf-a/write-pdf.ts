import { isA, type PdfFile, type PdfValue } from './pdf-values.ts'

/** Writes the objects as a file, so that a test can change one thing in a PDF and leave everything else whole. */
export function writePdf({ objects, trailer }: PdfFile): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xff\xff\xff\xff\n', 'latin1')]
  const offsets = new Map<number, number>()
  let length = parts[0]?.length ?? 0
  const add = (bytes: Buffer): void => {
    parts.push(bytes)
    length += bytes.length
  }
  for (const [id, value] of objects) {
    offsets.set(id, length)
    add(Buffer.concat([Buffer.from(`${id} 0 obj\n`), written(value), Buffer.from('\nendobj\n')]))
  }
  const size = Math.max(...objects.keys()) + 1
  const rows = Array.from({ length: size }, (_, id) => {
    const offset = offsets.get(id)
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const last = new Map([...trailer, ['Size', size]])
  const xref = length
  add(Buffer.from(`xref\n0 ${size}\n${rows.join('')}trailer\n`))
  add(Buffer.concat([written({ kind: 'dictionary', entries: last }), Buffer.from(`\nstartxref\n${xref}\n%%EOF\n`)]))
  return Buffer.concat(parts)
}

function written(value: PdfValue): Buffer {
  if (isA(value, 'stream')) {
    const entries = new Map([...value.entries, ['Length', value.raw.length]])
    const head = written({ kind: 'dictionary', entries })
    return Buffer.concat([head, Buffer.from('\nstream\n'), value.raw, Buffer.from('\nendstream')])
  }
  if (isA(value, 'dictionary')) {
    const lines = [...value.entries].map(([key, item]) =>
      Buffer.concat([nameBytes(key), Buffer.from(' '), written(item)]),
    )
    return Buffer.concat([
      Buffer.from('<<\n'),
      ...lines.flatMap((line) => [line, Buffer.from('\n')]),
      Buffer.from('>>'),
    ])
  }
  if (isA(value, 'array')) {
    const items = value.items.flatMap((item, index) => [Buffer.from(index === 0 ? '' : ' '), written(item)])
    return Buffer.concat([Buffer.from('['), ...items, Buffer.from(']')])
  }
  if (isA(value, 'string')) {
    return Buffer.from(`<${value.bytes.toString('hex')}>`)
  }
  if (isA(value, 'name')) {
    return nameBytes(value.name)
  }
  return Buffer.from(isA(value, 'reference') ? `${value.id} 0 R` : String(value))
}

function nameBytes(text: string): Buffer {
  const escaped = text.replace(/[^!-~]|[#()<>[\]{}/%]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return Buffer.from(`/${escaped}`, 'latin1')
}
