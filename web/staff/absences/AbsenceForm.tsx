import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { absenceReasons } from '../../../shared/absence.ts'
import { limits } from '../../../shared/limits.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { TextArea } from '../../components/TextArea.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { SavedMeanwhile } from '../settings/SavedMeanwhile.tsx'
import { BothLanguages, NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { type Absence, absenceRoutes } from './absences.ts'
import { AbsenceFacts } from './AbsenceFacts.tsx'
import { EndAbsence } from './EndAbsence.tsx'
import { MomentField } from './MomentField.tsx'
import { type Colleague, type Inbox, partyKey, partyOf, useParties } from './use-parties.ts'
import { useAbsenceWrong } from './wrong.ts'

type Props = {
  absence: Absence | null
  colleagues: readonly Colleague[]
  inboxes: readonly Inbox[]
  timeZone: string
}

/** Who is away, from when until when, who answers, and what patients read. */
export function AbsenceForm({ absence, colleagues, inboxes, timeZone }: Props): ReactNode {
  const t = useTranslations('staffAbsences')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const wrong = useAbsenceWrong()
  const form = useForm('absence', wrong)
  const parties = useParties(colleagues, inboxes)
  const onVersion = useVersion(absence?.version ?? 0)
  const absenceId = useRef(absence?.id ?? newId())
  const [who, setWho] = useState(absence ? partyKey(absence.who) : (parties.writable[0]?.value ?? ''))
  const [from, setFrom] = useState(absence?.from ?? 'T08:00')
  const [until, setUntil] = useState(absence?.until ?? 'T08:00')
  const [cover, setCover] = useState(absence?.cover ? partyKey(absence.cover) : '')
  const [reason, setReason] = useState<(typeof absenceReasons)[number]>(absence?.reason ?? 'holiday')
  const [note, setNote] = useState(absence?.note ?? { en: '', fr: '' })

  async function save(): Promise<void> {
    const whoIs = partyOf(who)
    const missing = [
      ...(whoIs === null ? [{ path: 'who', code: 'missing' }] : []),
      ...Object.entries({ from, until })
        .filter(([, moment]) => !isMoment(moment))
        .map(([path]) => ({ path, code: 'date' })),
    ]
    const saved = await form.run(missing, async () => {
      if (whoIs === null) {
        return undefined
      }
      const fields = { who: whoIs, from, until, cover: partyOf(cover), reason, note: isBlank(note) ? null : note }
      try {
        return await onVersion((version) =>
          memberCall('PUT /api/as/:membershipId/absences/:absenceId', {
            absenceId: absenceId.current,
            ...fields,
            version,
          }),
        )
      } finally {
        await readAgain(absenceRoutes)
      }
    })
    if (saved) {
      tell({ words: t('form.saved') })
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
      <SavedMeanwhile form={form}>{absence && <AbsenceFacts absence={absence} />}</SavedMeanwhile>
      {absence === null && (
        <Select
          id={form.id('who')}
          label={t('form.who')}
          error={form.error('who')}
          value={who}
          onChange={(event) => setWho(event.target.value)}
          options={parties.writable}
        />
      )}
      <p className="soft">{t('form.clock', { timeZone })}</p>
      <div className="fields">
        <MomentField
          form={form}
          path="from"
          words={{ day: t('form.from'), time: t('form.time'), timeOf: t('form.fromTime') }}
          value={from}
          onChange={setFrom}
        />
        <MomentField
          form={form}
          path="until"
          words={{ day: t('form.until'), time: t('form.time'), timeOf: t('form.untilTime') }}
          value={until}
          onChange={setUntil}
        />
        <Select
          id={form.id('cover')}
          label={t('form.cover')}
          hint={t('form.coverHint')}
          error={form.error('cover')}
          value={cover}
          onChange={(event) => setCover(event.target.value)}
          options={[{ value: '', label: t('messageInbox') }, ...parties.all.filter(({ value }) => value !== who)]}
        />
        <Select
          label={t('form.reason')}
          hint={t('form.reasonHint')}
          value={reason}
          onChange={(event) => setReason(absenceReasons.find((one) => one === event.target.value) ?? 'other')}
          options={absenceReasons.map((value) => ({ value, label: t(`form.reasons.${value}`) }))}
        />
      </div>
      <section className="sheet" aria-labelledby="absence-note">
        <h2 id="absence-note">{t('form.note')}</h2>
        <p className="soft">{t('form.noteLead')}</p>
        <BothLanguages>
          {(one) => (
            <TextArea
              id={form.id(`note.${one}`)}
              lang={languageTag(one)}
              label={t('form.noteIn')}
              isOptional
              error={form.error(`note.${one}`)}
              rows={3}
              limits={{ characters: limits.absenceNoteCharacters }}
              value={note[one]}
              onChange={(text) => setNote({ ...note, [one]: text })}
            />
          )}
        </BothLanguages>
      </section>
      <p className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
        {absence && <EndAbsence absence={absence} />}
      </p>
    </form>
  )
}

function isMoment(typed: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed)
}

function isBlank({ en, fr }: { en: string; fr: string }): boolean {
  return en.trim() === '' && fr.trim() === ''
}
