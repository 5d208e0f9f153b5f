type Block = { weekday: number; opens: string; closes: string }

/** How long a clinic is open on most of its days, in minutes; null where it is never open. Pure: tested as a table. */
export function openingMinutesOfADay(hours: readonly Block[]): number | null {
  const ofDay = new Map<number, number>()
  for (const { weekday, opens, closes } of hours) {
    ofDay.set(weekday, (ofDay.get(weekday) ?? 0) + minutes(closes) - minutes(opens))
  }
  const all = [...ofDay.values()]
  const times = (length: number) => all.filter((other) => other === length).length
  return all.toSorted((a, b) => times(b) - times(a) || b - a)[0] ?? null
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
