import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { isPrescriber, mayWriteFor } from '../../../shared/consult.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, Select } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Answered } from '../Answered.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useForm } from '../use-form.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import type { Delegation } from './BehalfForm.tsx'
import { delegationsRoute } from './consults.ts'

const ways = ['co-sign', 'at-once'] as const
type Way = (typeof ways)[number]
const wayOf = ({ needsCoSign }: Delegation): Way => (needsCoSign ? 'co-sign' : 'at-once')

/** Who may write for this clinician, and for whom they may. */
export function Delegations(): ReactNode {
  const t = useTranslations('staffConsults.delegations')
  const me = useMembership()
  const answer = useRead(delegationsRoute, {})
  const mine = answer.data?.items.filter(({ isMine }) => !isMine) ?? []
  return (
    <>
      {isPrescriber(me.role) && (
        <section className="sheet stack" aria-labelledby="delegations">
          <h2 id="delegations">{t('title')}</h2>
          <p className="soft">{t('lead')}</p>
          <Answered answer={answer}>{({ items }) => <Given given={items.filter(({ isMine }) => isMine)} />}</Answered>
        </section>
      )}
      {mine.length > 0 && (
        <section className="sheet stack" aria-labelledby="write-for">
          <h2 id="write-for">{t('mine')}</h2>
          <ul>
            {mine.map((one) => (
              <li key={one.practitioner.id}>{t(`mineRow.${wayOf(one)}`, { name: one.practitioner.name })}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Given({ given }: { given: readonly Delegation[] }): ReactNode {
  const t = useTranslations('staffConsults.delegations')
  const { problemWords } = useProblemWords()
  const save = useSave()
  const act = useAct()
  const { tell } = useDone()

  async function end({ delegate, version }: Delegation): Promise<void> {
    await act.run(async () => {
      await save(delegate.id, 'nothing', version)
      tell({ words: t('ended', { name: delegate.name }) })
    })
  }

  return (
    <>
      {act.problem && (
        <Notice kind="urgent" isNew>
          {problemWords(act.problem)}
        </Notice>
      )}
      {given.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul className="plain-list stack">
          {given.map((one) => (
            <li key={one.delegate.id} className="row">
              <span>{t(`row.${wayOf(one)}`, { name: one.delegate.name })}</span>
              <Button
                isBusy={act.isBusy}
                onClick={() => void end(one)}
                aria-label={t('endFor', { name: one.delegate.name })}
              >
                {t('end')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Add given={given} />
    </>
  )
}

function Add({ given }: { given: readonly Delegation[] }): ReactNode {
  const t = useTranslations('staffConsults.delegations')
  const me = useMembership()
  const save = useSave()
  const { tell } = useDone()
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const form = useForm('delegation', (code, path) => {
    if (code === 'cannot-write-for') {
      return t(code)
    }
    return code === 'missing' ? t(path === 'allows' ? 'how_missing' : 'missing') : null
  })
  const [who, setWho] = useState('')
  const [allows, setAllows] = useState<Way | null>(null)
  const others = (people.data?.items ?? []).filter(
    ({ id, role, status }) =>
      id !== me.id && status === 'confirmed' && mayWriteFor(role) && !given.some(({ delegate }) => delegate.id === id),
  )

  async function add(): Promise<void> {
    const missing = [
      ...(who === '' ? [{ path: 'practitionerId', code: 'missing' }] : []),
      ...(allows === null ? [{ path: 'allows', code: 'missing' }] : []),
    ]
    const name = others.find(({ id }) => id === who)?.name ?? ''
    const saved = await form.run(missing, () => save(who, allows ?? 'co-sign', 0))
    if (saved) {
      tell({ words: t('added', { name }) })
      setWho('')
      setAllows(null)
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
      <Select
        id={form.id('practitionerId')}
        label={t('who')}
        error={form.error('practitionerId')}
        value={who}
        onChange={(event) => setWho(event.target.value)}
        options={[{ value: '', label: t('whoFirst') }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Choices
        id={form.id('allows')}
        name="delegation-allows"
        label={t('how')}
        error={form.error('allows')}
        value={allows}
        onChange={setAllows}
        options={ways.map((value) => ({ value, label: t(`allows.${value}`) }))}
      />
      <p>
        <Button type="submit" isBusy={form.isBusy}>
          {t('add')}
        </Button>
      </p>
    </form>
  )
}

function useSave() {
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  return async (practitionerId: string, allows: Way | 'nothing', version: number) => {
    try {
      return await memberCall('PUT /api/as/:membershipId/delegations/:practitionerId', {
        practitionerId,
        allows,
        version,
      })
    } finally {
      await readAgain([delegationsRoute])
    }
  }
}
