/** Where things stand in a plot. Pure: tested as a table. */
export type PlotShape = {
  width: number
  height: number
  /** Of each point in turn; series that are stacked stand on the one before. */
  bars: readonly (readonly (number | null)[])[]
  lines: readonly (readonly (number | null)[])[]
  standard?: number | undefined
  /** Room for the numbers on the left and for the names of lines on the right. */
  left: number
  right: number
}
export type Bar = { x: number; y: number; width: number; height: number; series: number; point: number }
export type Laid = {
  /** The place that the plot itself has. */
  box: { left: number; top: number; right: number; bottom: number }
  ticks: readonly { value: number; y: number }[]
  /** The middle of each point. */
  xs: readonly number[]
  bars: readonly Bar[]
  /** Each line as the pieces that it is broken into where a value is missing. */
  lines: readonly (readonly (readonly [x: number, y: number])[])[][]
  standardY: number | null
}

const top = 12
const bottom = 24
const widestBar = 40

export function layOut({ width, height, bars, lines, standard, left, right }: PlotShape): Laid {
  const box = { left, top, right: Math.max(left + 1, width - right), bottom: height - bottom }
  const count = Math.max(0, ...[...bars, ...lines].map((values) => values.length))
  const stacked = Array.from({ length: count }, (_, point) => sum(bars.map((values) => values[point] ?? 0)))
  const most = Math.max(0, ...stacked, ...lines.flat().map((value) => value ?? 0), standard ?? 0)
  const ticks = ticksUpTo(most)
  const highest = ticks.at(-1) ?? 1
  const band = (box.right - box.left) / Math.max(1, count)
  const xs = Array.from({ length: count }, (_, point) => round(box.left + band * (point + 0.5)))
  const yOf = (value: number) => round(box.bottom - (value / highest) * (box.bottom - box.top))
  const barWidth = round(Math.min(widestBar, band * 0.7))
  const laidBars = bars.flatMap((values, series) =>
    values.flatMap((value, point) => {
      if (value === null || value === 0) {
        return []
      }
      const below = sum(bars.slice(0, series).map((other) => other[point] ?? 0))
      const y = yOf(below + value)
      return [
        { x: round((xs[point] ?? 0) - barWidth / 2), y, width: barWidth, height: round(yOf(below) - y), series, point },
      ]
    }),
  )
  return {
    box,
    ticks: ticks.map((value) => ({ value, y: yOf(value) })),
    xs,
    bars: laidBars,
    lines: lines.map((values) =>
      pieces(values).map((piece) => piece.map(([point, value]) => [xs[point] ?? 0, yOf(value)] as const)),
    ),
    standardY: standard === undefined ? null : yOf(standard),
  }
}

/** A few round numbers from 0 to the first that is not below `most`: 0, 5, 10, 15. */
export function ticksUpTo(most: number): readonly number[] {
  if (most <= 0) {
    return [0, 1]
  }
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10
  const steps = Math.ceil(most / step - 1e-9)
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Every how manyth point has its label below, so that labels of this width do not touch. */
export function labelEvery(points: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((points * labelWidth) / Math.max(1, width)))
}

/** Heights of names, each a line of letters away from the others; whichever is higher stays higher. */
export function apart(ys: readonly number[], least = 14): readonly number[] {
  const order = ys.map((y, index) => ({ y, index })).toSorted((a, b) => b.y - a.y || b.index - a.index)
  const placed: number[] = []
  let above = Number.POSITIVE_INFINITY
  for (const { y, index } of order) {
    above = Math.min(y, above - least)
    placed[index] = above
  }
  return placed
}

function pieces(values: readonly (number | null)[]): [point: number, value: number][][] {
  const found: [number, number][][] = []
  let piece: [number, number][] | null = null
  for (const [point, value] of values.entries()) {
    if (value === null) {
      piece = null
      continue
    }
    if (piece === null) {
      piece = []
      found.push(piece)
    }
    piece.push([point, value])
  }
  return found
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
