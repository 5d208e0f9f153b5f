import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { offeredShortcuts, useShortcutsSwitch } from './shortcuts.ts'
import './keys.css'

/** Every key that does something on the present page. */
export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const t = useTranslations('staff.keys')
  const { isOn, turn } = useShortcutsSwitch()
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('title')}>
      <p className="soft">{t('lead')}</p>
      <dl className="shortcut-list">
        {isOpen &&
          offeredShortcuts().map(({ keys, label }) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        <div>
          <dt>
            <kbd>Ctrl</kbd>
            <kbd>K</kbd>
          </dt>
          <dd>{t('palette')}</dd>
        </div>
        <div>
          <dt>
            <kbd>Ctrl</kbd>
            <kbd>Enter</kbd>
          </dt>
          <dd>{t('send')}</dd>
        </div>
      </dl>
      <Checkbox label={t('switch')} checked={isOn} onChange={(event) => turn(event.target.checked)} />
    </Dialog>
  )
}
