import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'

type Props = {
  /** What the rows are. */
  label: string
  columns: readonly string[]
  /** The `<tr>`s. */
  children: ReactNode
}

/**
 * Rows in columns. On a narrow screen each row stands by itself, its answers one below the other with the name of their
 * column; where columns are still wider than the screen they scroll within their own part, by keyboard too.
 */
export function RowsTable({ label, columns, children }: Props): ReactNode {
  const ref = useRef<HTMLElement>(null)
  const isWide = useOverflows(ref)
  useCellNames(ref, columns)
  return (
    // A place of its own, and a stop for the keyboard, only where there is something to scroll to.
    <section
      className="table-scroll"
      ref={ref}
      aria-label={isWide ? label : undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isWide ? 0 : undefined}
    >
      <table className="rows-table">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** For the style sheet, which shows a cell's column beside it; a screen reader has it from the table. */
function useCellNames(ref: { readonly current: HTMLElement | null }, columns: readonly string[]): void {
  useLayoutEffect(() => {
    for (const row of ref.current?.querySelectorAll<HTMLTableRowElement>('tbody tr') ?? []) {
      for (const [index, cell] of [...row.cells].entries()) {
        cell.dataset['column'] = columns[index] ?? ''
      }
    }
  })
}

function useOverflows(ref: { readonly current: HTMLElement | null }): boolean {
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) {
      return undefined
    }
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return overflows
}
