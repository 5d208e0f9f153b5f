// An export of a log, verified by a program that shares nothing with the product's own.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'

type Line = Record<'kind' | 'id' | 'eventId' | 'payload' | 'leaf' | 'note' | 'publicKey' | 'origin', string> & {
  index: number
}

/** docs/audit.md in forty lines: RFC 6962 as its definition reads, and Ed25519. */
export function verifyExport(lines: string[]): { events: number; checkpoints: number } {
  const rows = lines.map((line) => JSON.parse(line) as Line)
  check(rows.at(-1)?.kind === 'end', 'end')
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const [about] = of('log')
  const payloads = new Map(of('event').map(({ id, payload }) => [id, Buffer.from(payload, 'base64')]))
  const leaves = of('leaf').map(({ index, eventId, leaf }, place) => {
    check(index === place, 'index')
    const hash = sha256(Buffer.of(0), payloads.get(eventId) ?? Buffer.of())
    check(hash.toString('base64') === leaf, 'leaf')
    return hash
  })
  check(leaves.length === payloads.size, 'events')
  const x = Buffer.from(about?.publicKey ?? '', 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  let signedSize = 0
  for (const { note } of of('checkpoint')) {
    const [text = '', signed = ''] = note.split(/(?<=\n)\n/)
    const [origin, size, root] = text.split('\n')
    const signature = Buffer.from(signed.trim().split(' ')[2] ?? '', 'base64').subarray(4)
    check(verifySignature(null, Buffer.from(text), key, signature), 'signature')
    check(origin === about?.origin && rootOf(leaves.slice(0, Number(size))).toString('base64') === root, 'root')
    signedSize = Math.max(signedSize, Number(size))
  }
  check(signedSize === leaves.length, 'unsealed')
  return { events: payloads.size, checkpoints: of('checkpoint').length }
}

function rootOf(leaves: Buffer[]): Buffer {
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) {
    return only
  }
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what)
  }
}
