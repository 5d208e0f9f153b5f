// The tree and its proofs are those of RFC 6962: the reference values of Certificate Transparency, then any tree at all
// against the RFC's recursive definition.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './merkle-proof.ts'
import { appendLeaf, decodeRightEdge, edgeRoot, emptyEdge, encodeRightEdge, leafHash, treeRoot } from './merkle.ts'

const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')))
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const nodes = {
  a: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  b: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  c: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  d: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  e: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  f: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  g: 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
} as const
const [, root1 = '', root2 = '', , root4 = ''] = roots

describe('the reference tree of Certificate Transparency', () => {
  it.each(roots.map((root, size) => [size, root]))('of %i leaves has the root %s', (size, root) => {
    expect(treeRoot(leaves.slice(0, Number(size))).toString('hex')).toBe(root)
  })

  it.each([
    { index: 0, size: 1, proof: [] },
    { index: 0, size: 8, proof: [nodes.a, nodes.b, nodes.c] },
    { index: 5, size: 8, proof: [nodes.d, nodes.e, root4] },
    { index: 2, size: 3, proof: [root2] },
    { index: 1, size: 5, proof: [root1, nodes.b, nodes.d] },
  ])('holds leaf $index of $size by the known proof', ({ index, size, proof }) => {
    expect(inclusionProof(leaves.slice(0, size), index).map(hex)).toEqual(proof)
    const claim = { index, size, leaf: at(leaves, index), root: rootOf(size), proof: proof.map(bytes) }
    expect(verifyInclusion(claim)).toBe(true)
  })

  it.each([
    { older: 1, newer: 1, proof: [] },
    { older: 1, newer: 8, proof: [nodes.a, nodes.b, nodes.c] },
    { older: 6, newer: 8, proof: [nodes.f, nodes.e, root4] },
    { older: 2, newer: 5, proof: [nodes.b, nodes.d] },
    { older: 6, newer: 7, proof: [nodes.f, nodes.g, root4] },
  ])('of $older leaves begins the one of $newer by the known proof', ({ older, newer, proof }) => {
    expect(consistencyProof(leaves.slice(0, newer), older).map(hex)).toEqual(proof)
    const claim = { older, newer, olderRoot: rootOf(older), newerRoot: rootOf(newer), proof: proof.map(bytes) }
    expect(verifyConsistency(claim)).toBe(true)
  })
})

describe('any tree', () => {
  const someLeaves = fc
    .array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 })
    .map((payloads) => payloads.map(leafHash))
  const withTwoSizes = someLeaves.chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length), fc.nat(all.length)))

  it('has the root of the recursive definition at every size, in one pass, kept and restored on the way', () => {
    fc.assert(
      fc.property(someLeaves, (all) => {
        let edge = emptyEdge()
        for (const [index, leaf] of all.entries()) {
          appendLeaf(edge, leaf)
          expect(edgeRoot(edge)).toEqual(naiveRoot(all.slice(0, index + 1)))
          edge = decodeRightEdge(encodeRightEdge(edge))
        }
      }),
    )
  })

  it('proves each leaf in it, with the path of the recursive definition, and no other leaf or place', () => {
    fc.assert(
      fc.property(withTwoSizes, ([all, m, n]) => {
        const index = Math.min(m, all.length - 1)
        const proof = inclusionProof(all, index)
        expect(proof).toEqual(naivePath(index, all))
        const claim = { index, size: all.length, leaf: at(all, index), root: naiveRoot(all), proof }
        expect(verifyInclusion(claim)).toBe(true)
        const other = Math.min(n, all.length - 1)
        expect(verifyInclusion({ ...claim, leaf: at(all, other) })).toBe(at(all, other).equals(claim.leaf))
        // A path of another length or turn leads elsewhere; only equal leaves could lead to the same root.
        fc.pre(new Set(all.map(hex)).size === all.length)
        expect(verifyInclusion({ ...claim, index: other })).toBe(other === index)
        expectAllRefused(claim, verifyInclusion)
      }),
    )
  })

  it('proves that any beginning of it is one, with the path of the recursive definition, and that nothing else is', () => {
    fc.assert(
      fc.property(withTwoSizes, ([all, m, n]) => {
        const [older, newer] = [Math.min(m, n), Math.max(m, n)]
        const tree = all.slice(0, newer)
        const proof = consistencyProof(tree, older)
        expect(proof).toEqual(older === 0 || older === newer ? [] : naiveSubproof(older, tree, true))
        const [olderRoot, newerRoot] = [naiveRoot(all.slice(0, older)), naiveRoot(tree)]
        const claim = { older, newer, olderRoot, newerRoot, proof }
        expect(verifyConsistency(claim)).toBe(true)
        expect(verifyConsistency({ ...claim, olderRoot: flipped(olderRoot) })).toBe(false)
        fc.pre(older > 0)
        expect(verifyConsistency({ ...claim, newerRoot: flipped(newerRoot) })).toBe(false)
        expect(verifyConsistency({ ...claim, newer: newer * 2 })).toBe(false)
        expectAllRefused(claim, verifyConsistency)
      }),
    )
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a hash too few', Buffer.concat([sizeOf(3), Buffer.alloc(32)])],
    ['a hash too many', Buffer.concat([sizeOf(2), Buffer.alloc(64)])],
    ['more leaves than a tree may have', Buffer.concat([sizeOf(2 ** 41), Buffer.alloc(32)])],
  ])('is not restored from %s', (_name, kept) => {
    expect(() => decodeRightEdge(kept)).toThrow(/right edge/)
  })

  it('counts beyond 32 bits', () => {
    const edge = { size: 2 ** 33 - 1, hashes: Array.from({ length: 33 }, (_, i) => leafHash(Buffer.of(i))) }
    expect(decodeRightEdge(encodeRightEdge(edge))).toEqual(edge)
    const root = edgeRoot(edge)
    appendLeaf(edge, at(leaves, 0))
    expect(edge).toMatchObject({ size: 2 ** 33, hashes: { length: 1 } })
    expect(edgeRoot(edge)).not.toEqual(root)
  })
})

type Proven = { proof: readonly Buffer[] }

/** Every change of one hash of the proof, and a hash more or less at either end. */
function expectAllRefused<T extends Proven>(claim: T, verifies: (claim: T) => boolean): void {
  const { proof } = claim
  const changed = proof.map((node, i) => proof.with(i, flipped(node)))
  const extra = Buffer.alloc(32, 7)
  const cut = proof.length === 0 ? [] : [proof.slice(1), proof.slice(0, -1)]
  for (const wrong of [...changed, ...cut, [extra, ...proof], [...proof, extra], [...proof, Buffer.alloc(0)]]) {
    expect(verifies({ ...claim, proof: wrong })).toBe(false)
  }
}

function naiveRoot(all: readonly Buffer[]): Buffer {
  if (all.length <= 1) {
    return all[0] ?? sha256()
  }
  const k = naiveSplit(all.length)
  return sha256(Buffer.of(1), naiveRoot(all.slice(0, k)), naiveRoot(all.slice(k)))
}

function naivePath(m: number, all: readonly Buffer[]): Buffer[] {
  if (all.length === 1) {
    return []
  }
  const k = naiveSplit(all.length)
  const [left, right] = [all.slice(0, k), all.slice(k)]
  return m < k ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k, right), naiveRoot(left)]
}

function naiveSubproof(m: number, all: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (m === all.length) {
    return isWhole ? [] : [naiveRoot(all)]
  }
  const k = naiveSplit(all.length)
  const [left, right] = [all.slice(0, k), all.slice(k)]
  return m <= k
    ? [...naiveSubproof(m, left, isWhole), naiveRoot(right)]
    : [...naiveSubproof(m - k, right, false), naiveRoot(left)]
}

/** The largest power of two below n. */
function naiveSplit(n: number): number {
  return 2 ** (31 - Math.clz32(n - 1))
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

function sizeOf(size: number): Buffer {
  const bytes8 = Buffer.alloc(8)
  bytes8.writeBigUInt64BE(BigInt(size))
  return bytes8
}

function flipped(node: Buffer): Buffer {
  const copy = Buffer.from(node)
  copy.writeUInt8(copy.readUInt8(5) ^ 8, 5)
  return copy
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) {
    throw new Error(`no item ${index}`)
  }
  return item
}

const rootOf = (size: number): Buffer => bytes(at(roots, size))
const bytes = (text: string): Buffer => Buffer.from(text, 'hex')
const hex = (node: Buffer): string => node.toString('hex')
