import { createContext, use, useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import './Dialog.css'

type Props = {
  isOpen: boolean
  /** Escape, the cross, or the page's own button. */
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** Buttons, the main act first. */
  actions?: ReactNode
}

/**
 * True above what is kept behind another page, unseen. A modal dialog there would hold the keyboard and the mouse of the
 * whole document; it is shown again, as it was, when its page is.
 */
export const SetAsideContext = createContext(false)

/** The browser's own modal dialog: it keeps focus inside, and gives it back to where it was. */
export function Dialog({ isOpen, onClose, title, children, actions }: Props): ReactNode {
  const t = useTranslations('common.buttons')
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const isShown = !use(SetAsideContext) && isOpen

  // Before the next key: what is typed right after Escape belongs to the box that gets its focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (isShown && !dialog?.open) {
      dialog?.showModal()
    } else if (!isShown && dialog?.open) {
      dialog.close()
    }
  }, [isShown])

  return (
    <dialog
      className="dialog"
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {isOpen && (
        <div className="dialog-body stack">
          <div className="dialog-head">
            <h2 id={titleId} tabIndex={-1} autoFocus>
              {title}
            </h2>
            <Button look="quiet" onClick={onClose} aria-label={t('close')}>
              <Icon name="close" />
            </Button>
          </div>
          {children}
          {actions && <div className="row">{actions}</div>}
        </div>
      )}
    </dialog>
  )
}
