/** One entry of an archive: what it is, and its bytes, which are to be read before the next entry is asked for. */
export type TarEntry = {
  path: string
  kind: 'file' | 'folder' | 'link'
  mode: number
  sizeBytes: number
  target: string
  content: AsyncIterable<Buffer>
}

export class TarError extends Error {
  override name = 'TarError'
}

/**
 * Reads a POSIX.1-1988 tar (ustar, with GNU's base-256 sizes) as PostgreSQL writes one, as it arrives. Anything else than
 * files, folders and links, a wrong checksum, a path that leads outside, and an archive without its end are refused.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const take = taker(source)
  for (;;) {
    const header = await take.exactly(block)
    if (header.every((byte) => byte === 0)) {
      return
    }
    const entry = readHeader(header)
    let leftBytes = entry.sizeBytes
    async function* content(): AsyncGenerator<Buffer> {
      while (leftBytes > 0) {
        const piece = await take.upTo(leftBytes)
        leftBytes -= piece.length
        yield piece
      }
    }
    yield { ...entry, content: content() }
    while (leftBytes > 0) {
      leftBytes -= (await take.upTo(leftBytes)).length
    }
    await take.exactly((block - (entry.sizeBytes % block)) % block)
  }
}

const block = 512
const kinds: Readonly<Record<string, TarEntry['kind']>> = { '0': 'file', '\0': 'file', '5': 'folder', '2': 'link' }

function readHeader(header: Buffer): Omit<TarEntry, 'content'> {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const unsummed = Buffer.from(header).fill(0x20, 148, 156)
  const sum = unsummed.reduce((total, byte) => total + byte, 0)
  if (readNumber(header.subarray(148, 156)) !== sum) {
    throw new TarError('the archive is damaged: the sum of an entry does not fit')
  }
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(345, 155) : ''
  const path = `${prefix === '' ? '' : `${prefix}/`}${text(0, 100)}`.replace(/^\.\//, '').replace(/\/$/, '')
  const kind = kinds[header.toString('latin1', 156, 157)]
  if (kind === undefined) {
    throw new TarError(`the archive holds ${path}, which is no file and no folder`)
  }
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new TarError(`the archive holds ${path}, which leads outside`)
  }
  const sizeBytes = kind === 'file' ? readNumber(header.subarray(124, 136)) : 0
  return { path, kind, mode: readNumber(header.subarray(100, 108)) & 0o777, sizeBytes, target: text(157, 100) }
}

/** Octal digits, or GNU's binary number where they would not be enough. */
function readNumber(field: Buffer): number {
  if ((field[0] ?? 0) >= 0x80) {
    return Number(BigInt(`0x${field.subarray(1).toString('hex')}`))
  }
  const digits = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim()
  if (!/^[0-7]*$/.test(digits)) {
    throw new TarError('the archive is damaged: a number is none')
  }
  return Number.parseInt(digits === '' ? '0' : digits, 8)
}

function taker(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const upTo = async (bytes: number): Promise<Buffer> => {
    while (rest.length === 0) {
      const next = await iterator.next()
      if (next.done === true) {
        throw new TarError('the archive has no end')
      }
      rest = next.value
    }
    const piece = rest.subarray(0, bytes)
    rest = rest.subarray(piece.length)
    return piece
  }
  const exactly = async (bytes: number): Promise<Buffer> => {
    const pieces: Buffer[] = []
    for (let left = bytes; left > 0;) {
      const piece = await upTo(left)
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }
  return { upTo, exactly }
}
