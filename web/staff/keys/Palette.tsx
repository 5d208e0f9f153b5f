import { useEffect, useState, type ReactNode } from 'react'
import { Autocomplete, Input, Menu, MenuItem, SearchField, useFilter } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Dialog } from '../../components/Dialog.tsx'
import { Loading } from '../../components/Loading.tsx'
import { offeredShortcuts, type Shortcut } from './shortcuts.ts'
import './keys.css'

/** Ctrl or Cmd with K: every act of the present page by its name. */
export function Palette(): ReactNode {
  const t = useTranslations('staff.keys')
  const [acts, setActs] = useState<readonly Shortcut[] | null>(null)

  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
        event.preventDefault()
        setActs((open) => (open || document.querySelector('dialog[open]') ? null : offeredShortcuts()))
      }
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])

  return (
    <Dialog isOpen={acts !== null} onClose={() => setActs(null)} title={t('palette')}>
      {acts && (
        <ActMenu
          label={t('search')}
          items={acts.map(({ keys, label }) => ({ id: keys, label, hint: keys }))}
          onChoose={(keys) => {
            setActs(null)
            // After the dialog has given the focus back.
            setTimeout(() => acts.find((act) => act.keys === keys)?.run())
          }}
        />
      )}
    </Dialog>
  )
}

/** React Aria puts a style sheet of its own into the document unless it is there; the policy refuses it, so its rule is in keys.css. */
function claimStyleSheet(): void {
  const id = 'react-aria-pressable-style'
  if (!document.getElementById(id)) {
    document.head.append(Object.assign(document.createElement('meta'), { id }))
  }
}

/** The dialog gives the focus, as it opens, to what has this attribute: not a letter typed at once is lost. */
function takeFirstFocus(input: HTMLInputElement | null): void {
  input?.setAttribute('autofocus', '')
}

/** `detail` is shown below, and searched too. */
export type ActItem = { id: string; label: string; hint?: string; detail?: string }

/** Type some letters, go up and down, Enter: one of many acts or people. */
export function ActMenu(props: {
  label: string
  items: readonly ActItem[]
  /** The items are on their way; letters can be typed meanwhile. */
  isReading?: boolean
  onChoose: (id: string) => void
  /** The items are found elsewhere by what is typed, instead of among those given. */
  onType?: (text: string) => void
}): ReactNode {
  const t = useTranslations('staff.keys')
  const { contains } = useFilter({ sensitivity: 'base' })
  useState(claimStyleSheet)

  return (
    <div className="act-menu">
      <Autocomplete {...(props.onType ? { onInputChange: props.onType } : { filter: contains })}>
        <SearchField aria-label={props.label}>
          <Input ref={takeFirstFocus} className="control" placeholder={props.label} />
        </SearchField>
        <Menu
          className="act-list"
          aria-label={props.label}
          items={props.items}
          onAction={(key) => props.onChoose(String(key))}
          renderEmptyState={() =>
            props.isReading ? <Loading lines={6} /> : <p className="soft act-none">{t('none')}</p>
          }
        >
          {({ id, label, hint, detail }) => (
            <MenuItem id={id} className="act" textValue={detail ? `${label} ${detail}` : label}>
              <span>{label}</span>
              {hint && <span className="soft act-hint">{hint}</span>}
              {detail && <span className="soft act-detail">{detail}</span>}
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </div>
  )
}
