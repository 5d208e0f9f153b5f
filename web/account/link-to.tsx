import type { ReactNode } from 'react'
import { Link } from '../components/Link.tsx'

/** The link in a sentence: `t.rich('join', { link: linkTo(addresses.join) })`. */
export function linkTo(to: string): (words: ReactNode) => ReactNode {
  return (words) => <Link to={to}>{words}</Link>
}
