import type { ReactNode } from 'react'
import './Icon.css'

/** Shapes on a 20 × 20 grid; strokes take the colour of the text, so that they hold in forced colours too. */
const shapes = {
  info: <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v5M10 6v.5" />,
  urgent: <path d="M10 2.8 18.2 17H1.8L10 2.8ZM10 8v4.2M10 14.2v.5" />,
  success: <path d="m3.5 10.8 4.2 4.2 8.8-9.6" />,
  offline: (
    <path d="M2 2l16 16M4.2 8.2A9 9 0 0 1 6.9 6.4M10 5.5a9 9 0 0 1 5.8 2.7M6.7 11a5 5 0 0 1 1.6-1M13.3 11l-.8-.6M10 14.5v.5" />
  ),
  back: <path d="M12.5 4 6.5 10l6 6" />,
  forward: <path d="m7.5 4 6 6-6 6" />,
  close: <path d="m4.5 4.5 11 11M15.5 4.5l-11 11" />,
  file: <path d="M11.5 2.5H5v15h10V6l-3.5-3.5ZM11.5 2.5V6H15" />,
  clip: (
    <path d="m16 9-6.2 6.2a3.7 3.7 0 0 1-5.2-5.2l6.6-6.6a2.5 2.5 0 0 1 3.5 3.5l-6.6 6.6a1.2 1.2 0 0 1-1.7-1.7L12 6.2" />
  ),
  plus: <path d="M10 3.5v13M3.5 10h13" />,
  clock: <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 5.5V10l3 2" />,
  phone: (
    <path d="M4 3h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3A1.5 1.5 0 0 1 15.4 17.5 13.5 13.5 0 0 1 2.5 4.6 1.5 1.5 0 0 1 4 3Z" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A decorative shape: the words beside it say the same. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  )
}
