import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Icon } from '../../components/Icon.tsx'
import type { Form } from '../use-form.ts'
import type { Practice } from './practice.ts'

/** A closed day while it is edited; `key` is only this page's. */
export type ClosureRow = Practice['closures'][number] & { key: string }

type Props = { closures: readonly ClosureRow[]; onChange: (closures: readonly ClosureRow[]) => void; form: Form }

/** Days off beside the public holidays, with the name that patients read in both languages. */
export function ClosureRows({ closures, onChange, form }: Props): ReactNode {
  const t = useTranslations('staffPractice.hours')
  const change = (key: string, part: Partial<ClosureRow>) =>
    onChange(closures.map((closure) => (closure.key === key ? { ...closure, ...part } : closure)))
  return (
    <section className="sheet" aria-labelledby="closures">
      <h2 id="closures">{t('closures')}</h2>
      <p className="soft">{t('closuresLead')}</p>
      {closures.length === 0 && <p>{t('noClosures')}</p>}
      {closures.map((closure, index) => (
        <div className="closure" key={closure.key}>
          <TextField
            id={form.id(`closures.${index}.date`)}
            type="date"
            label={t('date')}
            error={form.error(`closures.${index}.date`)}
            value={closure.date}
            onChange={(event) => change(closure.key, { date: event.target.value })}
          />
          {(['en', 'fr'] as const).map((language) => (
            <TextField
              key={language}
              lang={languageTag(language)}
              id={form.id(`closures.${index}.name.${language}`)}
              label={language === 'en' ? t('nameEn') : t('nameFr')}
              error={form.error(`closures.${index}.name.${language}`)}
              value={closure.name[language]}
              onChange={(event) => change(closure.key, { name: { ...closure.name, [language]: event.target.value } })}
            />
          ))}
          <Button
            look="quiet"
            aria-label={t('removeClosure')}
            onClick={() => onChange(closures.filter(({ key }) => key !== closure.key))}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      {closures.length < limits.closures && (
        <Button
          look="quiet"
          onClick={() => onChange([...closures, { date: '', name: { en: '', fr: '' }, key: newId() }])}
        >
          <Icon name="plus" /> {t('addClosure')}
        </Button>
      )}
    </section>
  )
}
