// Proofs over the tree of merkle.ts: that an entry is in it (RFC 6962, 2.1.1), and that a smaller tree is the beginning
// of a larger one (2.1.2). Checking follows RFC 9162, 2.1.3.2 and 2.1.4.2, which give the steps.
import assert from 'node:assert/strict'
import { emptyRoot, hashBytes, nodeHash, treeRoot } from './merkle.ts'

/** The leaves from `start` up to, not including, `end`. */
export type LeafRange = { start: number; end: number }

/** The subtrees whose roots prove that leaf `index` is in the tree of `size`, in the order of the proof. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  assert(0 <= index && index < size, 'the leaf is in the tree')
  return inclusionPath(index, { start: 0, end: size })
}

/** The subtrees whose roots prove that the tree of `older` leaves begins the tree of `newer`, in the order of the proof. */
export function consistencyRanges(older: number, newer: number): LeafRange[] {
  assert(0 <= older && older <= newer, 'the older tree is not larger')
  return older === 0 ? [] : consistencyPath(older, { start: 0, end: newer }, true)
}

/** The hashes that lead from leaf `index` to the root of all the leaf hashes given. */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  return inclusionRanges(index, leaves.length).map((range) => treeRoot(leaves.slice(range.start, range.end)))
}

/** The hashes that show the first `older` of these leaf hashes to be the beginning of them all. */
export function consistencyProof(leaves: readonly Buffer[], older: number): Buffer[] {
  return consistencyRanges(older, leaves.length).map((range) => treeRoot(leaves.slice(range.start, range.end)))
}

export type Inclusion = { index: number; size: number; leaf: Buffer; root: Buffer; proof: readonly Buffer[] }

/** Whether the proof leads from the leaf hash at `index` to the root of the tree of `size`. */
export function verifyInclusion({ index, size, leaf, root, proof }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) {
    return false
  }
  let node = leaf
  let position = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) {
      return false
    }
    const isRight = isOdd(position) || position === last
    node = isRight ? nodeHash(sibling, node) : nodeHash(node, sibling)
    const levels = isRight ? levelsUp(position) : 1
    position = up(position, levels)
    last = up(last, levels)
  }
  return last === 0 && node.equals(root)
}

export type Consistency = {
  older: number
  newer: number
  olderRoot: Buffer
  newerRoot: Buffer
  proof: readonly Buffer[]
}

/** Whether the proof shows the tree of `older` leaves to be the beginning of the tree of `newer`. */
export function verifyConsistency({ older, newer, olderRoot, newerRoot, proof }: Consistency): boolean {
  if (!isCount(older) || !isCount(newer) || older > newer || ![olderRoot, newerRoot, ...proof].every(isHash)) {
    return false
  }
  if (older === 0) {
    return proof.length === 0 && olderRoot.equals(emptyRoot) && (newer > 0 || newerRoot.equals(emptyRoot))
  }
  if (older === newer) {
    return proof.length === 0 && olderRoot.equals(newerRoot)
  }
  // Both trees share the subtree at the end of the older one. It is the older root itself when that is perfect.
  const [shared, ...rest] = isPowerOfTwo(older) ? [olderRoot, ...proof] : proof
  return shared !== undefined && climb({ older, newer, olderRoot, newerRoot, proof: rest }, shared)
}

function climb({ older, newer, olderRoot, newerRoot, proof }: Consistency, shared: Buffer): boolean {
  let olderNode = shared
  let newerNode = shared
  const perfect = trailingOnes(older - 1)
  let position = up(older - 1, perfect)
  let last = up(newer - 1, perfect)
  for (const sibling of proof) {
    if (last === 0) {
      return false
    }
    const isRight = isOdd(position) || position === last
    if (isRight) {
      olderNode = nodeHash(sibling, olderNode)
    }
    newerNode = isRight ? nodeHash(sibling, newerNode) : nodeHash(newerNode, sibling)
    const levels = isRight ? levelsUp(position) : 1
    position = up(position, levels)
    last = up(last, levels)
  }
  return last === 0 && olderNode.equals(olderRoot) && newerNode.equals(newerRoot)
}

/** RFC 6962, 2.1.1: PATH(m, D[n]). */
function inclusionPath(index: number, { start, end }: LeafRange): LeafRange[] {
  if (end - start === 1) {
    return []
  }
  const middle = start + splitOf(end - start)
  return index < middle
    ? [...inclusionPath(index, { start, end: middle }), { start: middle, end }]
    : [...inclusionPath(index, { start: middle, end }), { start, end: middle }]
}

/** RFC 6962, 2.1.2: SUBPROOF(m, D[n], b), where `isWhole` is b and `older` counts from the start of all leaves. */
function consistencyPath(older: number, { start, end }: LeafRange, isWhole: boolean): LeafRange[] {
  if (older === end) {
    return isWhole ? [] : [{ start, end }]
  }
  const middle = start + splitOf(end - start)
  return older <= middle
    ? [...consistencyPath(older, { start, end: middle }, isWhole), { start: middle, end }]
    : [...consistencyPath(older, { start: middle, end }, false), { start, end: middle }]
}

/** The largest power of two below the size: the left part of a tree. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) {
    split *= 2
  }
  return split
}

/** A right-hand node rises past the levels where it has no sibling: up to its first odd position, and one more. */
function levelsUp(position: number): number {
  assert(position > 0, 'the leftmost node is never the right-hand one')
  let levels = 1
  for (let rest = position; !isOdd(rest); rest = up(rest, 1)) {
    levels += 1
  }
  return levels
}

function trailingOnes(number: number): number {
  let ones = 0
  for (let rest = number; isOdd(rest); rest = up(rest, 1)) {
    ones += 1
  }
  return ones
}

const up = (position: number, levels: number): number => Math.floor(position / 2 ** levels)
const isOdd = (number: number): boolean => number % 2 === 1
const isPowerOfTwo = (number: number): boolean => splitOf(number * 2) === number
const isCount = (number: number): boolean => Number.isSafeInteger(number) && number >= 0
const isHash = (bytes: Buffer): boolean => bytes.length === hashBytes
