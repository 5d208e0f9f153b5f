import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Choices, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { SavedMeanwhile } from '../settings/SavedMeanwhile.tsx'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { type Goal, goalDayRoute, goalsRoute, useGoalWords } from './goals.ts'
import { GoalDays } from './GoalDays.tsx'

type Typed = Omit<Goal, 'most' | 'by' | 'version'> & { most: string; isByTime: boolean; by: string }

/** What is to be reached, by when, and on which days. What was typed stays when a colleague saved first. */
export function GoalForm({ whose, goal }: { whose: string; goal: Goal }): ReactNode {
  const t = useTranslations('staffGoals.form')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('goal', useGoalWrong())
  const onVersion = useVersion(goal.version)
  const [typed, setTyped] = useState<Typed>(() => ({
    ...goal,
    isOn: goal.version === 0 || goal.isOn,
    most: String(goal.most),
    isByTime: goal.by !== null,
    by: goal.by ?? '',
  }))
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part })

  async function save(): Promise<void> {
    const { isOn, kind, weekdays } = typed
    const fields = { isOn, kind, weekdays, most: Number(typed.most), by: typed.isByTime ? typed.by : null }
    const saved = await form.run(wrongIn(typed), async () => {
      try {
        return await onVersion((version) =>
          whose === 'mine'
            ? memberCall('PUT /api/as/:membershipId/goals/mine', { ...fields, version })
            : memberCall('PUT /api/as/:membershipId/goals/inboxes/:careTeamId', {
                careTeamId: whose,
                ...fields,
                version,
              }),
        )
      } finally {
        await readAgain([goalsRoute, goalDayRoute])
      }
    })
    if (saved) {
      tell({ words: t('done') })
      navigate(addresses.goals)
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
      {form.problem?.code === 'changed-meanwhile' ? (
        <SavedMeanwhile form={form}>
          <Saved goal={goal} />
        </SavedMeanwhile>
      ) : (
        <Saved goal={goal} />
      )}
      <Checkbox
        id={form.id('isOn')}
        label={t('isOn')}
        error={form.error('isOn')}
        checked={typed.isOn}
        onChange={(event) => set({ isOn: event.target.checked })}
      />
      <Choices
        name="kind"
        label={t('kind')}
        value={typed.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: 'age', label: t('age') },
          { value: 'count', label: t('count') },
        ]}
      />
      <TextField
        id={form.id('most')}
        label={typed.kind === 'age' ? t('days') : t('waiting')}
        hint={t('putOff')}
        error={form.error('most')}
        width="code"
        inputMode="numeric"
        value={typed.most}
        onChange={(event) => set({ most: event.target.value })}
      />
      <Choices
        name="when"
        label={t('when')}
        value={typed.isByTime ? 'time' : 'closing'}
        onChange={(when) => set({ isByTime: when === 'time' })}
        options={[
          { value: 'closing', label: t('closing') },
          { value: 'time', label: t('time') },
        ]}
      />
      {typed.isByTime && (
        <TextField
          id={form.id('by')}
          type="time"
          width="short"
          label={t('timeOf')}
          error={form.error('by')}
          value={typed.by}
          onChange={(event) => set({ by: event.target.value })}
        />
      )}
      <GoalDays form={form} weekdays={typed.weekdays} onChange={(weekdays) => set({ weekdays })} />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </p>
    </form>
  )
}

/** What stands now, beside what is typed: a colleague may have changed it meanwhile. */
function Saved({ goal }: { goal: Goal }): ReactNode {
  const t = useTranslations('staffGoals.form')
  const goalWords = useGoalWords()
  if (goal.version === 0) {
    return null
  }
  return (
    <p className="soft">
      {goal.isOn ? t('saved', { goal: goalWords.goal(goal), days: goalWords.days(goal) }) : t('savedOff')}
    </p>
  )
}

/** What the page can see for itself; the rest the server says. */
function wrongIn({ isOn, kind, most, isByTime, by, weekdays }: Typed): readonly FieldProblem[] {
  const number = /^\d{1,4}$/.test(most.trim()) ? Number(most) : -1
  const isNumber =
    kind === 'age' ? number >= 1 && number <= limits.goalDays : number >= 0 && number <= limits.goalWaiting
  return [
    ...(isNumber ? [] : [{ path: 'most', code: kind === 'age' ? 'days' : 'number' }]),
    ...(isByTime && by === '' ? [{ path: 'by', code: 'time-missing' }] : []),
    ...(isOn && weekdays.length === 0 ? [{ path: 'weekdays', code: 'no-days' }] : []),
  ]
}

const known = ['no-days', 'closed-day', 'outside-hours', 'time-missing', 'no-one'] as const

function useGoalWrong(): (code: string) => string | null {
  const t = useTranslations('staffGoals.wrong')
  return (code) => {
    if (code === 'days') {
      return t('days', { most: String(limits.goalDays) })
    }
    if (code === 'number') {
      return t('number', { least: '0', most: String(limits.goalWaiting) })
    }
    const found = known.find((one) => one === code)
    return found ? t(found) : null
  }
}
