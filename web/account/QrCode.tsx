import type { ReactNode } from 'react'
import './account.css'

/** The white edge around a QR code, in modules (ISO/IEC 18004). */
const quietZone = 4

/** A QR code drawn from its rows ('1' is dark). It is black on white in every theme: cameras expect that. */
export function QrCode({ rows, label }: { rows: readonly string[]; label: string }): ReactNode {
  const side = rows.length + 2 * quietZone
  return (
    <figure>
      <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} aria-hidden="true" shapeRendering="crispEdges">
        <rect width={side} height={side} fill="#fff" />
        <path d={rows.map(rowPath).join('')} fill="#000" />
      </svg>
      <figcaption className="visually-hidden">{label}</figcaption>
    </figure>
  )
}

function rowPath(row: string, y: number): string {
  return [...row.matchAll(/1+/g)]
    .map(({ index, 0: run }) => `M${index + quietZone} ${y + quietZone}h${run.length}v1h-${run.length}z`)
    .join('')
}
