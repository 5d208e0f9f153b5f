import type { Stage } from './stage/stage.ts'

/** What a scenario is given: the numbers it draws from, how often it runs, and a stage that it shares with others. */
export type Play = {
  seed: number
  runs: number
  isQuick: boolean
  /** With the scenario's own bug in the product: it must be found. */
  isPlanted: boolean
  stage(): Promise<Stage>
  tell(line: string): void
}

export type Outcome = {
  /** What did not hold, in sentences; the exit code is 1 when there is one. */
  violations: string[]
  /** What was measured, by name, with its unit. */
  figures: Record<string, number | string>
  /** Why it did not run here: what it needs is not there. */
  skipped?: string
  /** The seed and runs that show the first violation again, when fewer than were asked for do. */
  replay?: { seed: number; runs: number }
}

export type Scenario = {
  /** Rows of the table in docs/reliability.md. */
  rows: string[]
  does: string
  /** How often, when nothing is said; null in `quick` leaves it out there. */
  runs: number
  quick: number | null
  /** The bug that `--planted` puts in, in words; without one the planted bugs of the checkers' own test stand for it. */
  plant?: string
  play(play: Play): Promise<Outcome>
}
