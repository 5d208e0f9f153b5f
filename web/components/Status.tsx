import type { ReactNode } from 'react'
import './Status.css'

/** Each with a shape of its own, so that it can be told apart without colour. */
const shapes = {
  waiting: <circle cx="6" cy="6" r="4.25" fill="none" strokeWidth="1.5" />,
  active: (
    <>
      <circle cx="6" cy="6" r="4.25" fill="none" strokeWidth="1.5" />
      <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5Z" stroke="none" />
    </>
  ),
  done: <path d="m1.5 6.5 3 3 6-7" fill="none" strokeWidth="2" />,
  closed: <rect x="2" y="2" width="8" height="8" stroke="none" />,
  new: <circle cx="6" cy="6" r="5" stroke="none" />,
  urgent: <path d="M6 .8 11.5 11H.5Z" stroke="none" />,
  late: <path d="M6 .5 11.5 6 6 11.5.5 6Z" stroke="none" />,
  draft: <path d="M2 10h8M2.5 7.5 8.5 1.5" fill="none" strokeWidth="1.8" />,
  note: <path d="M1.5 1.5h9v6.5L7.5 10.5h-6Z" stroke="none" />,
} satisfies Record<string, ReactNode>

export type StatusKind = keyof typeof shapes

/** A state in words with a shape; `isStrong` sets it on a ground where it must be seen first. */
export function Status({
  kind,
  isStrong,
  children,
}: {
  kind: StatusKind
  isStrong?: boolean
  children: ReactNode
}): ReactNode {
  return (
    <span className={`status status-${kind}`} data-strong={isStrong || undefined}>
      <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {shapes[kind]}
      </svg>
      {children}
    </span>
  )
}
