import type { ReactNode } from 'react'
import './EmptyState.css'

/** Nothing here: why, and what can be done about it. */
export function EmptyState(props: { heading: ReactNode; children?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="empty-state">
      <h2>{props.heading}</h2>
      {props.children && <div className="soft">{props.children}</div>}
      {props.action && <div className="empty-action">{props.action}</div>}
    </div>
  )
}
