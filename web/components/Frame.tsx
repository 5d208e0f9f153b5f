import type { ReactNode } from 'react'
import { Announcer } from './Announcer.tsx'
import { SkipLink } from './SkipLink.tsx'
import './Frame.css'

type Props = {
  /** Whose page it is: the practice's name once it is known, else the product's. A link home. */
  name: ReactNode
  /** Beside the name: the way around, the language, who is signed in. */
  tools?: ReactNode
  /** Between header and page, on every page: the connection, who acts for whom. */
  banner?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

/** What stands around every page of the patient's: header, one main part, footer. */
export function Frame({ name, tools, banner, footer, children }: Props): ReactNode {
  return (
    <div className="frame">
      <SkipLink />
      <header className="frame-header screen-only">
        <div className="frame-inner frame-bar">
          <p className="frame-name">{name}</p>
          {tools && <div className="frame-tools">{tools}</div>}
        </div>
      </header>
      {banner && <div className="frame-inner frame-banner">{banner}</div>}
      <main id="main" className="frame-inner frame-main" tabIndex={-1}>
        {children}
      </main>
      {footer && (
        <footer className="frame-footer screen-only">
          <div className="frame-inner">{footer}</div>
        </footer>
      )}
      <Announcer />
    </div>
  )
}
