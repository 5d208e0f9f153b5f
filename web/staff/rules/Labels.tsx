import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Status } from '../../components/Status.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useCan } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { type Label, labelsRoute } from './named.ts'

/** The practice's list of labels. */
export function Labels({ labels }: { labels: readonly Label[] }): ReactNode {
  const t = useTranslations('staffRules.labels')
  const can = useCan()
  return (
    <section className="stack" aria-labelledby="labels-title">
      <h2 id="labels-title">{t('title')}</h2>
      <p>{labels.length === 0 ? t('none') : t('lead')}</p>
      <ul className="plain-list stack">
        {labels.map((label) => (
          <Row key={label.id} label={label} />
        ))}
      </ul>
      {can.managePractice && labels.length < limits.labels && <AddLabel />}
    </section>
  )
}

function Row({ label }: { label: Label }): ReactNode {
  const t = useTranslations('staffRules.labels')
  const { language } = useLanguage()
  const can = useCan()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const form = useForm(`label-${label.id}`, () => null)
  const { id, version, isOffered } = label
  const name = label.name[language]

  async function turn(): Promise<void> {
    await form.run([], () =>
      memberCall('PUT /api/as/:membershipId/labels/:labelId', {
        labelId: id,
        name: label.name,
        isOffered: !isOffered,
        version,
      }),
    )
    await readAgain([labelsRoute])
  }

  return (
    <li className="row">
      <span className="label-chip">{name}</span>
      {!isOffered && <Status kind="closed">{t('notOffered')}</Status>}
      {can.managePractice && (
        <Button look="quiet" isBusy={form.isBusy} onClick={() => void turn()}>
          {t(isOffered ? 'stop' : 'offer', { name })}
        </Button>
      )}
      <NotSaved form={form} />
    </li>
  )
}

function AddLabel(): ReactNode {
  const t = useTranslations('staffRules.labels')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('label', (code) => (code === 'already-used' ? t('taken') : code === 'empty' ? t('empty') : null))
  const labelId = useRef(newId())
  const [name, setName] = useState({ en: '', fr: '' })

  async function add(): Promise<void> {
    const wrong = (['en', 'fr'] as const).filter((language) => name[language].trim() === '')
    const saved = await form.run(
      wrong.map((language) => ({ path: `name.${language}`, code: 'empty' })),
      () =>
        memberCall('PUT /api/as/:membershipId/labels/:labelId', {
          labelId: labelId.current,
          name,
          isOffered: true,
          version: 0,
        }),
    )
    if (saved) {
      labelId.current = newId()
      setName({ en: '', fr: '' })
      tell({ words: t('added') })
      await readAgain([labelsRoute])
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} />
      <div className="fields">
        {(['en', 'fr'] as const).map((language) => (
          <TextField
            key={language}
            id={form.id(`name.${language}`)}
            lang={languageTag(language)}
            label={t(language === 'en' ? 'english' : 'french')}
            error={form.error(`name.${language}`)}
            maxLength={limits.labelNameCharacters}
            width="short"
            value={name[language]}
            onChange={({ target }) => setName({ ...name, [language]: target.value })}
          />
        ))}
      </div>
      <p>
        <Button type="submit" isBusy={form.isBusy}>
          {t('add')}
        </Button>
      </p>
    </form>
  )
}
