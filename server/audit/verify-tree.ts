// Grows the tree leaf by leaf and holds it against every signed root on the way. If each of them is a root of this one
// sequence of leaves, they are all consistent with each other: one pass proves every pair.
import type { SourceLeaf } from './audit-source.ts'
import { appendLeaf, edgeRoot, hashBytes, type RightEdge } from '../platform/transparency/merkle.ts'
import type { Findings } from './verify-findings.ts'
import type { Seal } from './verify-seals.ts'

/** Checks the order of the leaves after `start`, and every seal; gives the largest seal whose root the leaves give. */
export async function checkTree(
  leaves: AsyncIterable<SourceLeaf>,
  seals: AsyncGenerator<Seal>,
  { findings, start }: { findings: Findings; start: RightEdge },
): Promise<Seal | null> {
  const judge = createJudge(findings)
  try {
    const end = await growTree(leaves, seals, { judge, findings, start })
    const covered = judge.end()
    if (covered > end) {
      findings.note('tail-gone', end, { count: covered - end, detail: `a signed size is ${covered}` })
    }
    if (covered < end) {
      findings.note('leaf-uncovered', covered, { count: end - covered })
    }
    return judge.best()
  } finally {
    await seals.return(undefined)
  }
}

/** Gives the size that the last leaf's index makes of the tree. */
async function growTree(
  leaves: AsyncIterable<SourceLeaf>,
  seals: AsyncGenerator<Seal>,
  { judge, findings, start }: { judge: Judge; findings: Findings; start: RightEdge },
): Promise<number> {
  const edge = { size: start.size, hashes: [...start.hashes] }
  let end = start.size
  let isWhole = true
  let seal = await seals.next()
  const judgeSeals = async (limit: number): Promise<void> => {
    for (; !seal.done && seal.value.size <= limit; seal = await seals.next()) {
      judge.seal(seal.value, isWhole && edge.size === seal.value.size ? edgeRoot(edge) : null)
    }
  }
  await judgeSeals(end)
  for await (const { index, leaf } of leaves) {
    if (index < end) {
      findings.note('index-twice', index)
      continue
    }
    if (index > end) {
      findings.note('leaf-gone', end, { count: index - end })
      isWhole = false
    }
    // A leaf that is no hash was noted with its payload; any hash in its place keeps the root wrong.
    appendLeaf(edge, leaf.length === hashBytes ? leaf : noLeaf)
    end = index + 1
    await judgeSeals(end)
  }
  await judgeSeals(Infinity)
  return end
}

const noLeaf = Buffer.alloc(hashBytes)
type Judge = ReturnType<typeof createJudge>

/**
 * Tells a changed leaf from a second history. Roots that stay wrong from some size on: a leaf below it was changed. A
 * root that is wrong below or beside one that is right: both were signed, and they contradict each other.
 */
function createJudge(findings: Findings) {
  let previous: Seal | null = null
  let right: Seal | null = null
  /** The size of the right seal before `right`: so far, two rivals of one size still agree. */
  let agreed = 0
  let wrong: { from: number; until: number } | null = null

  return {
    /** The next seal by size, and the root that the leaves give at its size (null: they no longer or not yet do). */
    seal(next: Seal, root: Buffer | null): void {
      const isRival = previous?.size === next.size && !previous.root.equals(next.root)
      if (root?.equals(next.root)) {
        if (wrong) {
          findings.note('two-histories', wrong.from, { beforeIndex: wrong.until })
          wrong = null
        }
        agreed = right && right.size < next.size ? right.size : agreed
        right = next
      } else if (isRival) {
        findings.note('two-histories', wrong?.from ?? agreed, { beforeIndex: next.size })
      } else if (root) {
        wrong ??= { from: right?.size ?? 0, until: next.size }
      }
      previous = next
    },
    /** Gives the largest signed size, after the last seal. */
    end(): number {
      if (wrong) {
        findings.note('root-differs', wrong.from, { beforeIndex: wrong.until })
      }
      return previous?.size ?? 0
    },
    best: (): Seal | null => right,
  }
}
