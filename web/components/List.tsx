import type { ReactNode } from 'react'
import { Link } from './Link.tsx'
import './List.css'

/** Rows of one kind, each in a ListRow, ListLink or `<li>`. An empty list says so: see EmptyState. */
export function List({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <ul className="list plain-list" aria-label={label}>
      {children}
    </ul>
  )
}

/** A row that leads somewhere: the title is the link, and the whole row can be pressed. */
export function ListLink(props: {
  to: string
  title: ReactNode
  /** Stands over the title: who, when, or a Status. */
  before?: ReactNode
  /** Stands under the title. */
  children?: ReactNode
  isUnread?: boolean
}): ReactNode {
  return (
    <li className="list-row list-link" data-unread={props.isUnread || undefined}>
      {props.before && <div className="list-before">{props.before}</div>}
      <p className="list-title">
        <Link to={props.to}>{props.title}</Link>
      </p>
      {props.children && <div className="list-after">{props.children}</div>}
    </li>
  )
}

export function ListRow({ children }: { children: ReactNode }): ReactNode {
  return <li className="list-row">{children}</li>
}
