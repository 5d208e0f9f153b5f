import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from './Icon.tsx'
import './UrgentLine.css'

/** Whom to call, as the practice and its region say: "Maple Clinic", "416-555-0123". */
export type UrgentContact = { name: string; phone: string }

/** What messages are not for, and whom to call instead: short, and the same on every page where a patient writes. */
export function UrgentLine({ contacts }: { contacts: readonly UrgentContact[] }): ReactNode {
  const t = useTranslations('common.urgent')
  return (
    <aside className="urgent-line" aria-label={t('label')}>
      <Icon name="phone" />
      <div>
        <p>{t('line')}</p>
        <ul className="plain-list">
          {contacts.map(({ name, phone }) => (
            <li key={phone}>{t.rich('call', { name, phone, call: phoneLink(phone) })}</li>
          ))}
        </ul>
      </div>
    </aside>
  )
}

/** A phone number in a sentence, to be pressed: `t.rich('call', { phone, call: phoneLink(phone) })`. */
export function phoneLink(phone: string): (words: ReactNode) => ReactNode {
  return (words) => (
    <a className="no-wrap" href={`tel:${dialled(phone)}`}>
      {words}
    </a>
  )
}

/** What a telephone dials: digits, a leading plus, and an extension after a pause. */
function dialled(phone: string): string {
  return phone.replaceAll(/(?:ext|poste|x)\.?\s*/gi, ',').replaceAll(/[^\d+,]/g, '')
}
