import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Page } from '../../components/Page.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { Link } from '../../components/Link.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { useDayMinutes, useOpeningWords } from '../seeing/expectation-words.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { minutesOf, typedHours, wrongHours } from './expectation-answers.ts'
import { SavedMeanwhile } from './SavedMeanwhile.tsx'
import { NotSaved } from './Sheet.tsx'
import './settings.css'

const route = 'GET /api/as/:membershipId/expectations'
type Expectations = OutputOf<typeof route>
type Item = Expectations['items'][number]

/** How soon each role looks at messages and answers them: an administrator writes it down, everybody reads it. */
export function ExpectationsPage(): ReactNode {
  const t = useTranslations('staffSeeing.expectations')
  const can = useCan()
  const addresses = useAddresses()
  const answer = useRead(route, {})
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <p>
          <Link to={addresses.seeing}>{t('see')}</Link>
        </p>
        <Answered answer={answer}>
          {(expected) => (can.managePractice ? <ExpectationsForm expected={expected} /> : <Lines {...expected} />)}
        </Answered>
      </Page>
    </div>
  )
}

function Lines({ items }: Expectations): ReactNode {
  const t = useTranslations('staffSeeing')
  const { roleWords } = usePersonWords()
  const openingWords = useOpeningWords()
  const written = items.filter(({ triageMinutes, replyMinutes }) => triageMinutes !== null || replyMinutes !== null)
  const words = (minutes: number | null) => (minutes === null ? t('none') : openingWords(minutes))
  if (written.length === 0) {
    return <EmptyState heading={t('expectations.none')} />
  }
  return (
    <RowsTable
      label={t('expectations.title')}
      columns={[t('expectations.role'), t('expectations.triage'), t('expectations.reply')]}
    >
      {written.map(({ role, triageMinutes, replyMinutes }) => (
        <tr key={role}>
          <th scope="row" className="capital">
            {roleWords(role)}
          </th>
          <td>{words(triageMinutes)}</td>
          <td>{words(replyMinutes)}</td>
        </tr>
      ))}
    </RowsTable>
  )
}

function ExpectationsForm({ expected }: { expected: Expectations }): ReactNode {
  const t = useTranslations('staffSeeing.expectations')
  const save = useTranslations('staffPractice')
  const { roleWords } = usePersonWords()
  const openingWords = useOpeningWords()
  const dayMinutes = useDayMinutes()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('expectations', (code) => (code === 'number' ? t('wrong.number') : null))
  const onVersion = useVersion(expected.version)
  const [answers, setAnswers] = useState(() => expected.items.map(typedHours))
  const change = (index: number, part: Partial<(typeof answers)[number]>) =>
    setAnswers(answers.map((answer, at) => (at === index ? { ...answer, ...part } : answer)))

  async function submit(): Promise<void> {
    const items = answers.map(({ role, triage, reply }): Item => ({
      role,
      triageMinutes: minutesOf(triage),
      replyMinutes: minutesOf(reply),
    }))
    const saved = await form.run(wrongHours(answers), () =>
      onVersion((version) => memberCall('PUT /api/as/:membershipId/expectations', { items, version })),
    )
    if (saved) {
      tell({ words: t('saved') })
    }
    await readAgain([route, 'GET /api/as/:membershipId/seeing'])
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} />
      <SavedMeanwhile form={form}>
        <Lines {...expected} />
      </SavedMeanwhile>
      <p>{dayMinutes === null ? t('hintNoHours') : t('hint', { hours: openingWords(dayMinutes, 'hours') })}</p>
      {answers.map(({ role, triage, reply }, index) => (
        <fieldset key={role} className="sheet expectation">
          <legend className="capital">{roleWords(role)}</legend>
          <div className="fields">
            <TextField
              id={form.id(`items.${index}.triageMinutes`)}
              label={t('triage')}
              error={form.error(`items.${index}.triageMinutes`)}
              inputMode="decimal"
              width="code"
              value={triage}
              onChange={(event) => change(index, { triage: event.target.value })}
            />
            <TextField
              id={form.id(`items.${index}.replyMinutes`)}
              label={t('reply')}
              error={form.error(`items.${index}.replyMinutes`)}
              inputMode="decimal"
              width="code"
              value={reply}
              onChange={(event) => change(index, { reply: event.target.value })}
            />
          </div>
        </fieldset>
      ))}
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {save('save')}
        </Button>
      </p>
    </form>
  )
}
