/** One line of the result: what was asked, how often, and how often the product answered otherwise. */
export type Row = { what: string; asked: number; differing: number }
export type Outcome = { rows: Row[]; findings: string[] }

export function printTable(rows: Row[]): string {
  const lines = [
    ['asked', 'times', 'otherwise'],
    ...rows.map(({ what, asked, differing }) => [what, asked.toLocaleString('en-CA'), String(differing)]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
