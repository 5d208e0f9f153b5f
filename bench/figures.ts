/** One row of the bench's table. `limit` is what the value is held against, `ratio` is value / limit unless said otherwise. */
export type Figure = {
  figure: string
  value: number | null
  unit: string
  limit?: number | null
  ratio?: number | null
  /** In words: "≥ 0.5", "< 50". */
  goal?: string
  /** Null when there is no goal, or nothing to hold it against. */
  met?: boolean | null
  note?: string
}

/** A figure whose ratio to its limit has a goal: "at least so much of the limit". */
export function againstLimit(
  row: Pick<Figure, 'figure' | 'value' | 'unit' | 'note'>,
  limit: number | null,
  atLeast: number,
): Figure {
  const ratio = limit === null || row.value === null ? null : row.value / limit
  return { ...row, limit, ratio, goal: `ratio ≥ ${atLeast}`, met: ratio === null ? null : ratio >= atLeast }
}

/** A figure that must stay below (or at) a number. */
export function atMost(row: Pick<Figure, 'figure' | 'value' | 'unit' | 'note'>, most: number): Figure {
  return { ...row, goal: `≤ ${most}`, met: row.value === null ? null : row.value <= most }
}

/** A figure that must reach a number. */
export function atLeast(row: Pick<Figure, 'figure' | 'value' | 'unit' | 'note'>, least: number): Figure {
  return { ...row, goal: `≥ ${least}`, met: row.value === null ? null : row.value >= least }
}

export function median(values: number[]): number {
  return quantile(values, 0.5)
}

/** The value that a part `at` (0 to 1) of the values does not exceed; NaN of none. */
export function quantile(values: number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(at * sorted.length) - 1))] ?? Number.NaN
}

/** The table as text, one line a figure. */
export function printTable(figures: Figure[]): string {
  const head = ['figure', 'value', 'unit', 'limit', 'ratio', 'goal', 'met', 'note']
  const rows = figures.map((row) => [
    row.figure,
    short(row.value),
    row.unit,
    short(row.limit),
    short(row.ratio),
    row.goal ?? '',
    row.met === true ? 'yes' : row.met === false ? 'NO' : '',
    row.note ?? '',
  ])
  const widths = head.map((name, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? name).length)))
  const isNumber = (column: number) => column === 1 || column === 3 || column === 4
  const line = (row: string[]) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [head, ...rows].map(line).join('\n')
}

function short(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '-'
  }
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-CA') : value.toPrecision(3)
}
