type Step = { at: string; waiting: number | null }

/** From what waited when the day began straight down to the goal at its time; null where it was reached from the start. */
export function evenPace(steps: readonly Step[], most: number): number[] | null {
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined || first.waiting === null || first.waiting <= most) {
    return null
  }
  const [startMs, endMs] = [Date.parse(first.at), Date.parse(last.at)]
  const above = first.waiting - most
  return steps.map(({ at }) => most + above * (1 - (Date.parse(at) - startMs) / Math.max(endMs - startMs, 1)))
}
