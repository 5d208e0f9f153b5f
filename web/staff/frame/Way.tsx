import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Link } from '../../components/Link.tsx'

/** One way. The one that leads to where the reader is says so, its sub-pages included. */
export function Way(props: { to: string; children: ReactNode }): ReactNode {
  const { pathname } = useLocation()
  const isHere = pathname === props.to || pathname.startsWith(`${props.to}/`)
  return (
    <li>
      <Link to={props.to} look="plain" aria-current={isHere ? 'page' : undefined}>
        {props.children}
      </Link>
    </li>
  )
}
