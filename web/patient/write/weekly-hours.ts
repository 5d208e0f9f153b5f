/** An opening block as the clinic keeps it: weekday 1 (Monday) to 7, times as 'HH:MM'. */
export type OpeningBlock = { weekday: number; opens: string; closes: string }
/** Days in a row with the same hours; no spans: closed. */
export type HoursRow = { from: number; to: number; spans: readonly { opens: string; closes: string }[] }

/** The week as few rows: neighbouring days with the same hours share one. */
export function weeklyHours(blocks: readonly OpeningBlock[]): HoursRow[] {
  const rows: HoursRow[] = []
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const spans = blocks
      .filter((block) => block.weekday === weekday)
      .map(({ opens, closes }) => ({ opens, closes }))
      .toSorted((a, b) => a.opens.localeCompare(b.opens))
    const last = rows.at(-1)
    if (last && JSON.stringify(last.spans) === JSON.stringify(spans)) {
      rows[rows.length - 1] = { ...last, to: weekday }
    } else {
      rows.push({ from: weekday, to: weekday, spans })
    }
  }
  return rows
}
