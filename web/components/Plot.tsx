import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { apart, labelEvery, layOut, type Laid } from './plot-layout.ts'
import './Plot.css'

/** Bars may be stacked; the second is hatched and the second line dashed, so that colour never says a thing alone. */
export type PlotSeries = { name: string; kind: 'bars' | 'line'; values: readonly (number | null)[] }
type Props = {
  title: string
  lead?: ReactNode
  /** In a few letters, below each point. */
  labels: readonly string[]
  series: readonly PlotSeries[]
  /** A line across, with its name: what was promised. */
  standard?: { value: number; name: string } | undefined
  format: (value: number) => string
  /** The plot in words, for whoever does not see it. */
  summary: string
  /** The numbers themselves, as a table, and the words that open it. */
  table: ReactNode
  tableLabel: string
}

/** Numbers over time, drawn and told: a picture with its summary, and the numbers as a table behind it. */
export function Plot(props: Props): ReactNode {
  const id = useId()
  const { title, lead, series, table, tableLabel } = props
  const bars = series.filter(({ kind }) => kind === 'bars')
  return (
    <figure className="plot sheet" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
        {lead && <p className="soft small">{lead}</p>}
        {bars.length > 1 && <Key names={bars.map(({ name }) => name)} />}
      </figcaption>
      <Picture {...props} id={id} />
      <details>
        <summary className="small">{tableLabel}</summary>
        {table}
      </details>
    </figure>
  )
}

/** Names of stacked bars, with a piece of each. */
function Key({ names }: { names: readonly string[] }): ReactNode {
  return (
    <ul className="plain-list plot-key small">
      {names.map((name, index) => (
        <li key={name}>
          <svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true" focusable="false">
            <rect className="plot-bar" data-series={index} width="16" height="12" />
            {index > 0 && <path className="plot-hatch" d="M0 12 12 0M4 12 16 0M-4 8 4 0M10 14 18 6" />}
          </svg>{' '}
          {name}
        </li>
      ))}
    </ul>
  )
}

const height = 200
const letterWidth = 7
const gap = 8

function Picture({ id, labels, series, standard, format, summary }: Props & { id: string }): ReactNode {
  const ref = useRef<HTMLDivElement>(null)
  const width = useWidth(ref)
  const bars = series.filter(({ kind }) => kind === 'bars')
  const lines = series.filter(({ kind }) => kind === 'line')
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length)) * letterWidth
  const place = { width, height, standard: standard?.value, left: 0, right: 0 }
  const values = { bars: bars.map((one) => one.values), lines: lines.map((one) => one.values) }
  const ticks = layOut({ ...place, ...values }).ticks.map(({ value }) => format(value))
  const laid = layOut({
    ...place,
    ...values,
    left: widest(ticks) + gap,
    // Half of the last label stands over the edge; names of lines stand beside it.
    right: Math.max(widest(labels) / 2, lines.length > 1 ? widest(lines.map(({ name }) => name)) + 2 * gap : gap),
  })
  const nameYs = apart(laid.lines.map((pieces) => pieces.at(-1)?.at(-1)?.[1] ?? laid.box.bottom))
  return (
    <div className="plot-picture" ref={ref}>
      {width > 0 && (
        // A drawing of the page's own letters and colours, which no file could have.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
          <Ground laid={laid} labels={labels} format={format} />
          <defs>
            <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse">
              <path className="plot-hatch" d="M0 6 6 0M-1 1 1 -1M5 7 7 5" />
            </pattern>
          </defs>
          {laid.bars.map(({ series: index, point, ...at }) => (
            <g key={`${index} ${point}`}>
              <rect className="plot-bar" data-series={index} {...at} />
              {index > 0 && <rect fill={`url(#${id}-hatch)`} {...at} />}
            </g>
          ))}
          {laid.standardY !== null && standard && (
            <>
              <path className="plot-standard" d={`M${laid.box.left} ${laid.standardY}H${laid.box.right}`} />
              <text className="plot-text" x={laid.box.left + 4} y={laid.standardY - 4}>
                {standard.name}
              </text>
            </>
          )}
          {laid.lines.map((pieces, index) => (
            <Line
              key={lines[index]?.name}
              pieces={pieces}
              index={index}
              name={lines.length > 1 ? lines[index]?.name : undefined}
              nameY={nameYs[index]}
            />
          ))}
        </svg>
      )}
    </div>
  )
}

/** The lines to read heights by, and the names of the points; as many as have room. */
function Ground({
  laid,
  labels,
  format,
}: {
  laid: Laid
  labels: readonly string[]
  format: Props['format']
}): ReactNode {
  const { box, ticks, xs } = laid
  const longest = Math.max(1, ...labels.map((label) => label.length))
  const every = labelEvery(labels.length, box.right - box.left, longest * letterWidth + gap)
  return (
    <>
      {ticks.map(({ value, y }) => (
        <g key={value}>
          <path className="plot-rule" d={`M${box.left} ${y}H${box.right}`} />
          <text className="plot-text" x={box.left - gap / 2} y={y + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {xs.map((x, point) =>
        // Counted from the last, which is the newest and always has its name.
        (xs.length - 1 - point) % every === 0 ? (
          <text className="plot-text" key={x} x={x} y={height - 6} textAnchor="middle">
            {labels[point]}
          </text>
        ) : null,
      )}
    </>
  )
}

type LineProps = { pieces: Laid['lines'][number]; index: number; name: string | undefined; nameY: number | undefined }

function Line(props: LineProps): ReactNode {
  const { pieces, index, name, nameY } = props
  const end = pieces.at(-1)?.at(-1)
  return (
    <>
      {pieces.map((piece) => (
        <g key={piece[0]?.[0]}>
          <path className="plot-line" data-series={index} d={`M${piece.map(([x, y]) => `${x} ${y}`).join('L')}`} />
          {piece.map(([x, y]) => (
            <circle
              className="plot-dot"
              data-series={index}
              key={x}
              cx={x}
              cy={y}
              r={piece.length === 1 || pieces.flat().length <= 31 ? 2.5 : 0}
            />
          ))}
        </g>
      ))}
      {end && name !== undefined && nameY !== undefined && (
        <text className="plot-text plot-name" x={end[0] + gap} y={nameY + 4}>
          {name}
        </text>
      )}
    </>
  )
}

/** The width that the page gives, so that letters keep their size at any. */
function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) {
      return undefined
    }
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
