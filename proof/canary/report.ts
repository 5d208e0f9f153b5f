import { proofs, type Finding, type Proof } from './findings.ts'
import type { Report } from './run.ts'

/** Findings told one by one, at most; the JSON has all of them. */
const toldAtMost = 30

/** What was looked at and what was found, as a person reads it. */
export function printReport(report: Report): string {
  const rows = (Object.keys(proofs) as Proof[]).map((proof) => [
    proof,
    proofs[proof],
    report.looks[proof].toLocaleString('en-CA'),
    String(report.found.filter((finding) => finding.proof === proof).length),
  ])
  const rest = report.rest.map(({ place, files, bytes, found }) => [place, String(files), mega(bytes), String(found)])
  const said = report.said.map(({ place, looked, found }) => [place, looked.toLocaleString('en-CA'), String(found)])
  const times = report.times.map(({ what, foreignMs, absentMs, distance, p }) => [
    what,
    foreignMs.toFixed(2),
    absentMs.toFixed(2),
    distance.toFixed(3),
    p.toFixed(3),
  ])
  return [
    table(['', 'proof', 'looked at', 'findings'], rows),
    table(['at rest', 'files', 'MB', 'findings'], rest),
    table(['said', 'looked at', 'findings'], said),
    ...(times.length === 0 ? [] : [table(['not there', 'another’s ms', 'nobody’s ms', 'distance', 'p'], times)]),
    ...toldOf(report.found),
    `${report.probes.toLocaleString('en-CA')} probes, ${report.findings} findings, ${report.seconds} s, seed ${report.seed}`,
  ].join('\n\n')
}

function toldOf(found: Finding[]): string[] {
  const groups = [...Map.groupBy(found, ({ proof, what }) => `${proof}: ${what.replace(/ \(.*/, '')}`).values()]
  const lines = groups.slice(0, toldAtMost).flatMap((group) => {
    const [one] = group
    return one === undefined ? [] : [`${one.proof}: ${one.what} (${group.length} times)\n   ${one.replay}`]
  })
  return groups.length > toldAtMost ? [...lines, `… and ${groups.length - toldAtMost} more`] : lines
}

function mega(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((name, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? name).length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          /^[\d.,]+$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
