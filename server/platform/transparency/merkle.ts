// The hash tree of RFC 6962, section 2.1, over the audit log's entries. A tree of n leaves is kept as its right edge: the
// roots of the perfect subtrees that n splits into, largest first (11 leaves = 8 + 2 + 1). Appending a leaf and taking the
// root both cost O(log n), so one pass over the leaves gives the root at every size on the way.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { limits } from '../../../shared/limits.ts'

/** A growing tree: how many leaves it has, and the roots of its perfect subtrees from left to right, 32 bytes each. */
export type RightEdge = { size: number; hashes: Buffer[] }

/** SHA-256(0x00 ‖ payload), the hash that stands for an entry in the tree (RFC 6962, 2.1). */
export function leafHash(payload: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([leafPrefix, payload]), 'buffer')
}

/** SHA-256(0x01 ‖ left ‖ right), the hash of an inner node (RFC 6962, 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  assert(left.length === hashBytes && right.length === hashBytes, 'a node joins two hashes of 32 bytes')
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashBytes)
  return hash('sha256', nodeInput, 'buffer')
}

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962, 2.1). */
export const emptyRoot: Buffer = hash('sha256', '', 'buffer')

export function emptyEdge(): RightEdge {
  return { size: 0, hashes: [] }
}

/** Adds one leaf hash to the tree, in place. */
export function appendLeaf(edge: RightEdge, leaf: Buffer): void {
  assert(leaf.length === hashBytes, 'a leaf hash has 32 bytes')
  assert(edge.size < limits.auditTreeLeaves, 'the tree is full')
  let node = leaf
  // As in adding one to a binary number, each low bit that is set carries: two subtrees of that size become one.
  for (let carry = edge.size; carry % 2 === 1; carry = Math.floor(carry / 2)) {
    node = nodeHash(lastOf(edge.hashes), node)
    edge.hashes.pop()
  }
  edge.hashes.push(node)
  edge.size += 1
}

/** The root of the tree as it stands. */
export function edgeRoot(edge: RightEdge): Buffer {
  return edge.hashes.length === 0 ? emptyRoot : edge.hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The root over these leaf hashes. */
export function treeRoot(leaves: Iterable<Buffer>): Buffer {
  const edge = emptyEdge()
  for (const leaf of leaves) {
    appendLeaf(edge, leaf)
  }
  return edgeRoot(edge)
}

/** The right edge for keeping between two sealings: the size in 8 bytes, big-endian, then each hash in 32. */
export function encodeRightEdge(edge: RightEdge): Buffer {
  const size = Buffer.alloc(sizeBytes)
  size.writeBigUInt64BE(BigInt(edge.size))
  return Buffer.concat([size, ...edge.hashes])
}

/** Reads what encodeRightEdge wrote; throws unless the number of hashes is the one that the size asks for. */
export function decodeRightEdge(bytes: Buffer): RightEdge {
  assert(bytes.length >= sizeBytes, 'a right edge begins with its size')
  const size = Number(bytes.readBigUInt64BE())
  assert(size <= limits.auditTreeLeaves, 'a right edge has at most as many leaves as a tree may have')
  const count = subtreeCount(size)
  assert(bytes.length === sizeBytes + count * hashBytes, 'a right edge has one hash for each perfect subtree')
  const hashes = Array.from({ length: count }, (_, i) => {
    const start = sizeBytes + i * hashBytes
    return Buffer.from(bytes.subarray(start, start + hashBytes))
  })
  return { size, hashes }
}

export const hashBytes = 32
const sizeBytes = 8
const leafPrefix = Buffer.of(0x00)
/** The prefix and room for two hashes, filled anew for each node. */
const nodeInput = Buffer.alloc(1 + 2 * hashBytes, 0x01)

/** The set bits of the size. Bit operators would stop at 32 bits. */
function subtreeCount(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    count += rest % 2
  }
  return count
}

function lastOf(hashes: Buffer[]): Buffer {
  const last = hashes.at(-1)
  assert(last, 'a carry needs a subtree to join')
  return last
}
