import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { TextArea } from '../../components/TextArea.tsx'
import { MomentField } from '../absences/MomentField.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { BothLanguages, NotSaved } from '../settings/Sheet.tsx'
import type { Topic } from '../settings/TopicsPage.tsx'
import { useDone } from '../undo.tsx'
import { useForm, type Form } from '../use-form.ts'
import { answersOf, fieldsOf, type PauseAnswers, wrongIn } from './pause-answers.ts'
import { type Pause, pausesRoute } from './pauses.ts'
import { PauseSavedNow } from './PauseSavedNow.tsx'
import { PauseScope } from './PauseScope.tsx'
import { useVersion } from '../use-version.ts'
import { useCapacityWrong } from './wrong.ts'

type Colleague = OutputOf<'GET /api/as/:membershipId/practitioners'>['items'][number]
type Props = { pause: Pause | null; topics: readonly Topic[]; colleagues: readonly Colleague[] }
export type PartProps = {
  form: Form
  answers: PauseAnswers
  change: (part: Partial<PauseAnswers>) => void
}

/** What is paused, what is still taken, from when until when, and what patients read. */
export function PauseForm({ pause, topics, colleagues }: Props): ReactNode {
  const t = useTranslations('staffCapacity')
  const common = useTranslations('staffPractice')
  const { timeZone } = useMembership().practice
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const wrong = useCapacityWrong()
  const form = useForm('pause', wrong)
  const onVersion = useVersion(pause?.version ?? 0)
  const pauseId = useRef(pause?.id ?? newId())
  const [answers, setAnswers] = useState(() => answersOf(pause, { timeZone, now: new Date() }))
  const change = (part: Partial<PauseAnswers>) => setAnswers({ ...answers, ...part })

  async function save(): Promise<void> {
    const saved = await form.run(wrongIn(answers), async () => {
      try {
        const fields = fieldsOf(answers, pause, timeZone)
        return await onVersion((version) =>
          memberCall('PUT /api/as/:membershipId/pauses/:pauseId', { ...fields, pauseId: pauseId.current, version }),
        )
      } finally {
        await readAgain([pausesRoute])
      }
    })
    if (saved) {
      tell({ words: t('pause.saved') })
      navigate(addresses.messaging)
    }
  }

  const parts = { form, answers, change }
  return (
    <form
      className="stack absence-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} own={(code) => (code === 'changed-meanwhile' ? null : wrong(code, ''))} />
      <PauseSavedNow form={form} pause={pause} />
      <PauseScope {...parts} topics={topics} colleagues={colleagues} />
      <Times {...parts} timeZone={timeZone} />
      <Words {...parts} />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {common('save')}
        </Button>
      </p>
    </form>
  )
}

function Times({ form, answers, change, timeZone }: PartProps & { timeZone: string }): ReactNode {
  const t = useTranslations('staffCapacity.pause')
  return (
    <>
      <p className="soft">{t('clock', { timeZone })}</p>
      <div className="fields">
        <MomentField
          form={form}
          path="startsAt"
          words={{ day: t('from'), time: t('time'), timeOf: t('fromTime') }}
          value={answers.startsAt}
          onChange={(startsAt) => change({ startsAt })}
        />
        <MomentField
          form={form}
          path="endsAt"
          words={{ day: t('until'), time: t('time'), timeOf: t('untilTime') }}
          value={answers.endsAt}
          onChange={(endsAt) => change({ endsAt })}
        />
      </div>
    </>
  )
}

function Words({ form, answers, change }: PartProps): ReactNode {
  const t = useTranslations('staffCapacity.pause')
  const { words } = answers
  return (
    <section className="sheet" aria-labelledby="pause-words">
      <h2 id="pause-words">{t('words')}</h2>
      <BothLanguages>
        {(one) =>
          (['reason', 'instead'] as const).map((name) => (
            <TextArea
              key={name}
              id={form.id(`words.${name}.${one}`)}
              lang={languageTag(one)}
              label={t(name)}
              error={form.error(`words.${name}.${one}`)}
              rows={3}
              limits={{ characters: limits.helpCharacters }}
              value={words[name][one]}
              onChange={(text) => change({ words: { ...words, [name]: { ...words[name], [one]: text } } })}
            />
          ))
        }
      </BothLanguages>
    </section>
  )
}
