import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { ApiProblem, type FieldProblem } from '../../api/problem.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { inboxChecksRoute, type Roster, rostersRoute } from './checks.ts'
import { aboutRows, rowsOf, type TimeRow, timesOf } from './roster-rows.ts'
import { RosterSavedNow } from './RosterSavedNow.tsx'
import { RosterWarnings } from './RosterWarnings.tsx'
import { TimeRows } from './TimeRows.tsx'

type Props = { roster: Roster; members: readonly { id: string; name: string }[] }

/** Whether an inbox is checked, after how long a check is missed, and each time with its days and its person. */
export function RosterForm({ roster, members }: Props): ReactNode {
  const t = useTranslations('staffChecks')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('roster', useRosterWrong())
  const onVersion = useVersion(roster.version)
  const [isOn, setIsOn] = useState(roster.version === 0 || roster.isOn)
  const [grace, setGrace] = useState(String(roster.graceMinutes))
  const [rows, setRows] = useState<readonly TimeRow[]>(() => rowsOf(roster.times, newId))
  const { careTeam } = roster

  async function save(): Promise<void> {
    const { times, keys } = timesOf(rows)
    const saved = await form.run(wrongIn(rows, grace), async () => {
      try {
        return await onVersion((version) =>
          memberCall('PUT /api/as/:membershipId/check-rosters/:careTeamId', {
            careTeamId: careTeam.id,
            isOn,
            graceMinutes: Number(grace),
            times,
            version,
          }),
        )
      } catch (error) {
        if (error instanceof ApiProblem) {
          const { status, code, facts, fields } = error
          throw new ApiProblem(status, code, { facts, fields: aboutRows(fields, keys) })
        }
        throw error
      } finally {
        await readAgain([rostersRoute, inboxChecksRoute])
      }
    })
    if (saved) {
      tell({ words: t('form.saved') })
      navigate(addresses.checks)
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
      <RosterSavedNow form={form} roster={roster} />
      <RosterWarnings roster={roster} />
      <Checkbox label={t('form.isOn')} checked={isOn} onChange={(event) => setIsOn(event.target.checked)} />
      <TimeRows rows={rows} members={members} onChange={setRows} form={form} />
      <TextField
        id={form.id('graceMinutes')}
        label={t('form.grace')}
        hint={t('form.graceHint')}
        error={form.error('graceMinutes')}
        width="code"
        inputMode="numeric"
        value={grace}
        onChange={(event) => setGrace(event.target.value)}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('form.save')}
        </Button>
      </p>
    </form>
  )
}

/** What the page can see for itself; the rest the server says. */
function wrongIn(rows: readonly TimeRow[], grace: string): readonly FieldProblem[] {
  const minutes = /^\d{1,4}$/.test(grace.trim()) ? Number(grace) : 0
  const isGrace = minutes >= limits.checkGraceLeastMinutes && minutes <= limits.checkGraceMostMinutes
  return [
    ...rows.flatMap(({ key, at, weekdays }) => [
      ...(at === '' ? [{ path: `at.${key}`, code: 'time-missing' }] : []),
      ...(weekdays.length === 0 ? [{ path: `days.${key}`, code: 'no-days' }] : []),
    ]),
    ...(isGrace ? [] : [{ path: 'graceMinutes', code: 'grace' }]),
  ]
}

const known = [
  'no-times',
  'never-open',
  'no-one',
  'too-near',
  'time-missing',
  'no-days',
  'not-in-the-inbox',
  'not-a-working-colleague',
] as const

function useRosterWrong(): (code: string, path: string, limit: FieldProblem['limit']) => string | null {
  const t = useTranslations('staffChecks.wrong')
  return (code, _path, limit) => {
    if (code === 'grace') {
      const { checkGraceLeastMinutes: least, checkGraceMostMinutes: most } = limits
      return t('grace', { least: String(least), most: String(most) })
    }
    if (code === 'too-long-for-times') {
      return t(code, { most: String(limit ?? '') })
    }
    const found = known.find((one) => one === code)
    return found ? t(found) : null
  }
}
