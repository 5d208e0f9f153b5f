import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { compareRules, type Rule, type RuleChanges } from '../../../shared/rules.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'

type Names = { [K in keyof RuleChanges]: readonly { name: string }[] }
const kinds = ['added', 'changed', 'removed', 'moved'] as const

/** Which rules are other, by name: a line for each kind of change. */
export function ChangeLines({ changes }: { changes: Names }): ReactNode {
  const t = useTranslations('staffRules')
  const { language } = useLanguage()
  const list = new Intl.ListFormat(languageTag(language), { type: 'conjunction' })
  const told = kinds.filter((kind) => changes[kind].length > 0)
  return told.length === 0 ? (
    <p>{t('versions.same')}</p>
  ) : (
    <ul className="plain-list">
      {told.map((kind) => (
        <li key={kind}>{t(`meanwhile.${kind}`, { names: list.format(changes[kind].map(({ name }) => name)) })}</li>
      ))}
    </ul>
  )
}

/** Somebody else put other rules in force: what they changed, and which of the two go on. */
export function Meanwhile(props: {
  before: readonly Rule[]
  inForce: { rules: readonly Rule[]; savedBy: { name: string } | null }
  onKeep: () => void
  onTake: () => void
}): ReactNode {
  const t = useTranslations('staffRules')
  const { before, inForce, onKeep, onTake } = props
  return (
    <Notice kind="urgent" isNew heading={t('meanwhile.title', { name: inForce.savedBy?.name ?? t('gone') })}>
      <p>{t('meanwhile.lead')}</p>
      <ChangeLines changes={compareRules(before, inForce.rules)} />
      <div className="row">
        <Button onClick={onKeep}>{t('meanwhile.keep')}</Button>
        <Button onClick={onTake}>{t('meanwhile.take')}</Button>
      </div>
    </Notice>
  )
}
