import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useCan } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { InBoth, SavedFields } from '../settings/SavedMeanwhile.tsx'
import { BothLanguages, NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { coachingRoute, type CoachingText } from './coaching.ts'
import { useVersion } from '../use-version.ts'

/** The clinic's words on how messages are meant to be used, one for each kind, and how often each was sent. */
export function CoachingTexts(): ReactNode {
  const t = useTranslations('staffCapacity.texts')
  const answer = useRead(coachingRoute, {})
  return (
    <section className="stack" aria-labelledby="coaching-texts">
      <h2 id="coaching-texts">{t('title')}</h2>
      <p className="soft">{t('lead')}</p>
      <Answered answer={answer}>{({ items }) => items.map((item) => <OneText key={item.kind} item={item} />)}</Answered>
    </section>
  )
}

function OneText({ item }: { item: CoachingText }): ReactNode {
  const t = useTranslations('staffCapacity')
  const { language } = useLanguage()
  const can = useCan()
  const [isChanging, setIsChanging] = useState(false)
  const kind = t(`kinds.${item.kind}`)
  const titleId = `coaching-${item.kind}`
  return (
    <section className="sheet" aria-labelledby={titleId}>
      <h3 id={titleId}>{kind}</h3>
      <p className="soft">
        {item.isOwn ? t('texts.own') : t('texts.reviewed')} {t('texts.sent', { count: item.sent })}
      </p>
      {isChanging ? (
        <TextForm item={item} onDone={() => setIsChanging(false)} />
      ) : (
        <>
          <p className="typed" dir="auto">
            {item.text[language]}
          </p>
          {can.managePractice && (
            <p className="section-act">
              <Button onClick={() => setIsChanging(true)} aria-label={t('texts.changeOf', { kind })}>
                {t('texts.change')}
              </Button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function TextForm({ item, onDone }: { item: CoachingText; onDone: () => void }): ReactNode {
  const t = useTranslations('staffCapacity.texts')
  const common = useTranslations('common.buttons')
  const practice = useTranslations('staffPractice')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm(`coaching-${item.kind}`, (code, path) => {
    return code === 'empty' ? t(path === 'text.en' ? 'empty.en' : 'empty.fr') : null
  })
  const onVersion = useVersion(item.version)
  const [text, setText] = useState(item.text)

  async function save(): Promise<void> {
    const empty = (['en', 'fr'] as const).filter((language) => text[language].trim() === '')
    const saved = await form.run(
      empty.map((language) => ({ path: `text.${language}`, code: 'empty' })),
      async () => {
        try {
          return await onVersion((version) =>
            memberCall('PUT /api/as/:membershipId/coaching-texts/:kind', { kind: item.kind, text, version }),
          )
        } finally {
          await readAgain([coachingRoute])
        }
      },
    )
    if (saved) {
      tell({ words: t('saved') })
      onDone()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} />
      <SavedFields form={form} facts={{ text: { name: t('words'), value: <InBoth text={item.text} /> } }} />
      <BothLanguages>
        {(one) => (
          <TextArea
            id={form.id(`text.${one}`)}
            lang={languageTag(one)}
            label={t('words')}
            error={form.error(`text.${one}`)}
            rows={5}
            limits={{ characters: limits.coachingCharacters }}
            value={text[one]}
            onChange={(typed) => setText({ ...text, [one]: typed })}
          />
        )}
      </BothLanguages>
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {practice('save')}
        </Button>
        <Button onClick={onDone}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
