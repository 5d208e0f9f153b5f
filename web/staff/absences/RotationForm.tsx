import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Select, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { absenceRoutes, type Rotation } from './absences.ts'
import { EndRotation } from './EndRotation.tsx'
import { RotationSavedNow } from './RotationSavedNow.tsx'
import { type Turns, turnsOf, TurnRows } from './TurnRows.tsx'
import { type Colleague, type Inbox, partyKey, partyOf, useParties } from './use-parties.ts'
import { useAbsenceWrong } from './wrong.ts'

type Props = { rotation: Rotation | null; colleagues: readonly Colleague[]; inboxes: readonly Inbox[] }

/** For whom, from which day, and who answers on each day of one week or several. */
export function RotationForm({ rotation, colleagues, inboxes }: Props): ReactNode {
  const t = useTranslations('staffAbsences')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const wrong = useAbsenceWrong()
  const form = useForm('rotation', (code, path) => wrong(code, path.startsWith('turns') ? 'turns' : path))
  const parties = useParties(colleagues, inboxes)
  const onVersion = useVersion(rotation?.version ?? 0)
  const rotationId = useRef(rotation?.id ?? newId())
  const [who, setWho] = useState(rotation ? partyKey(rotation.who) : (parties.writable.at(-1)?.value ?? ''))
  const [startsOn, setStartsOn] = useState(rotation?.startsOn ?? '')
  const [endsOn, setEndsOn] = useState(rotation?.endsOn ?? '')
  const [weeks, setWeeks] = useState(rotation?.weeks ?? 1)
  const [turns, setTurns] = useState<Turns>(() => turnsOf(rotation))

  async function save(): Promise<void> {
    const whoIs = partyOf(who)
    const missing = [
      ...(whoIs === null ? [{ path: 'who', code: 'missing' }] : []),
      ...(startsOn === '' ? [{ path: 'startsOn', code: 'missing' }] : []),
    ]
    const saved = await form.run(missing, async () => {
      if (whoIs === null) {
        return undefined
      }
      try {
        return await onVersion((version) =>
          memberCall('PUT /api/as/:membershipId/rotations/:rotationId', {
            rotationId: rotationId.current,
            who: whoIs,
            startsOn,
            endsOn: endsOn === '' ? null : endsOn,
            weeks,
            turns: listed(turns, weeks),
            version,
          }),
        )
      } finally {
        await readAgain(absenceRoutes)
      }
    })
    if (saved) {
      tell({ words: t('rotation.saved') })
      navigate(addresses.absences)
    }
  }

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
      {rotation && <RotationSavedNow form={form} rotation={rotation} />}
      <div className="fields">
        {rotation === null && (
          <Select
            id={form.id('who')}
            label={t('rotation.who')}
            error={form.error('who')}
            value={who}
            onChange={(event) => setWho(event.target.value)}
            options={parties.writable}
          />
        )}
        <TextField
          id={form.id('startsOn')}
          type="date"
          width="short"
          label={t('rotation.startsOn')}
          error={form.error('startsOn')}
          value={startsOn}
          onChange={(event) => setStartsOn(event.target.value)}
        />
        <TextField
          id={form.id('endsOn')}
          type="date"
          width="short"
          label={t('rotation.endsOn')}
          hint={t('rotation.endsOnHint')}
          isOptional
          error={form.error('endsOn')}
          value={endsOn}
          onChange={(event) => setEndsOn(event.target.value)}
        />
        <Select
          label={t('rotation.weeks')}
          value={String(weeks)}
          onChange={(event) => setWeeks(Number(event.target.value))}
          options={Array.from({ length: limits.rotationWeeks }, (_, index) => ({
            value: String(index + 1),
            label: String(index + 1),
          }))}
        />
      </div>
      <TurnRows turns={turns} weeks={weeks} people={parties.acting} onChange={setTurns} form={form} />
      <p className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
        {rotation && <EndRotation rotation={rotation} />}
      </p>
    </form>
  )
}

/** Only of the weeks that the rotation has: what was chosen for a fourth week is kept while there are three. */
function listed(turns: Turns, weeks: number) {
  return [...turns]
    .map(([key, practitionerId]) => {
      const [week = 0, weekday = 0] = key.split('.').map(Number)
      return { week, weekday, practitionerId }
    })
    .filter(({ week, practitionerId }) => week <= weeks && practitionerId !== '')
    .toSorted((one, other) => one.week - other.week || one.weekday - other.weekday)
}
