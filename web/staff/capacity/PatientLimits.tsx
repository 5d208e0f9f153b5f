import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Answered } from '../Answered.tsx'
import { Fact } from '../desk/PatientCard.tsx'
import { useCan } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { SavedFields } from '../settings/SavedMeanwhile.tsx'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { wholeNumber } from './pause-answers.ts'
import { useVersion } from '../use-version.ts'
import { mostOf, useCapacityWrong } from './wrong.ts'

const route = 'GET /api/as/:membershipId/patient-limits'
type Limits = OutputOf<typeof route>
const names = ['openConversations', 'messagesADay', 'coolDownMinutes'] as const
type Name = (typeof names)[number]

/** What one patient may do at most. */
export function PatientLimits(): ReactNode {
  const t = useTranslations('staffCapacity.limits')
  const can = useCan()
  const answer = useRead(route, {})
  return (
    <section className="sheet" aria-labelledby="patient-limits">
      <h2 id="patient-limits">{t('title')}</h2>
      <Answered answer={answer}>
        {(limits) => (can.managePractice ? <LimitsForm limits={limits} /> : <Lines limits={limits} />)}
      </Answered>
    </section>
  )
}

function Lines({ limits }: { limits: Limits }): ReactNode {
  const t = useTranslations('staffCapacity.limits')
  return (
    <dl className="card-facts">
      {names.map((name) => (
        <Fact key={name} name={t(name)}>
          {limits[name] ?? t('none')}
        </Fact>
      ))}
    </dl>
  )
}

function LimitsForm({ limits }: { limits: Limits }): ReactNode {
  const t = useTranslations('staffCapacity')
  const common = useTranslations('staffPractice')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('limits', useCapacityWrong())
  const onVersion = useVersion(limits.version)
  const [typed, setTyped] = useState<Record<Name, string>>(() => ({
    openConversations: String(limits.openConversations ?? ''),
    messagesADay: String(limits.messagesADay ?? ''),
    coolDownMinutes: String(limits.coolDownMinutes ?? ''),
  }))
  const valueOf = (name: Name) => wholeNumber(typed[name], mostOf[name])

  async function save(): Promise<void> {
    const wrong = names.filter((name) => typed[name].trim() !== '' && valueOf(name) === null)
    const saved = await form.run(
      wrong.map((path) => ({ path, code: 'number' })),
      async () => {
        try {
          const fields = {
            openConversations: valueOf('openConversations'),
            messagesADay: valueOf('messagesADay'),
            coolDownMinutes: valueOf('coolDownMinutes'),
          }
          return await onVersion((version) =>
            memberCall('PUT /api/as/:membershipId/patient-limits', { ...fields, version }),
          )
        } finally {
          await readAgain([route])
        }
      },
    )
    if (saved) {
      tell({ words: t('limits.saved') })
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
      <p className="soft">{t('limits.lead')}</p>
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} />
      <SavedFields
        form={form}
        facts={Object.fromEntries(
          names.map((name) => [name, { name: t(`limits.${name}`), value: limits[name] ?? t('savedNone') }]),
        )}
      />
      <div className="fields">
        {names.map((name) => (
          <TextField
            key={name}
            id={form.id(name)}
            label={t(`limits.${name}`)}
            error={form.error(name)}
            inputMode="numeric"
            width="code"
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        ))}
      </div>
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {common('save')}
        </Button>
      </p>
    </form>
  )
}
