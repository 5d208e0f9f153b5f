/** A stretch of opening on one weekday (ISO: 1 Monday to 7 Sunday), 'HH:MM' on the practice's clock, never past midnight. */
export type OpeningBlock = { readonly weekday: number; readonly opens: string; readonly closes: string }

export type OpeningBlockProblem = 'weekday' | 'time' | 'inverted' | 'overlapping'

/** Opening hours that cannot be: a weekday or time that does not exist, closing before opening, two blocks at once. */
export class OpeningBlocksError extends Error {
  readonly code = 'opening_blocks_invalid'
  readonly problem: OpeningBlockProblem
  /** The place of the offending block in the list that was given. */
  readonly index: number

  constructor(problem: OpeningBlockProblem, index: number) {
    super(`Opening block ${index} is wrong: ${problem}.`)
    this.name = 'OpeningBlocksError'
    this.problem = problem
    this.index = index
  }
}

/** Throws `OpeningBlocksError` for the first block that cannot be; a block may begin where another ends. */
export function checkOpeningBlocks(blocks: readonly OpeningBlock[]): void {
  for (const [index, block] of blocks.entries()) {
    const problem = problemOf(block, blocks.slice(0, index))
    if (problem) {
      throw new OpeningBlocksError(problem, index)
    }
  }
}

function problemOf(block: OpeningBlock, earlier: readonly OpeningBlock[]): OpeningBlockProblem | undefined {
  if (!Number.isInteger(block.weekday) || block.weekday < 1 || block.weekday > 7) {
    return 'weekday'
  }
  if (!clockTime.test(block.opens) || !clockTime.test(block.closes)) {
    return 'time'
  }
  // 'HH:MM' sorts as time does.
  if (block.opens >= block.closes) {
    return 'inverted'
  }
  const overlaps = (other: OpeningBlock) =>
    other.weekday === block.weekday && other.opens < block.closes && block.opens < other.closes
  return earlier.some(overlaps) ? 'overlapping' : undefined
}

const clockTime = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/
