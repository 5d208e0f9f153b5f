import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { roles, type MembershipEvent, type Role } from '../../../shared/people.ts'
import { Button } from '../../components/Button.tsx'
import { Select, TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { usePeopleWrong } from '../patients/people-wrong.ts'
import type { MadeInvitation } from '../patients/Invitation.tsx'
import { SignUp } from '../patients/SignUp.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import type { Colleague } from './ColleaguesPage.tsx'
import { practiceRoute } from './practice.ts'
import { SavedFields } from './SavedMeanwhile.tsx'
import { NotSaved } from './Sheet.tsx'

type Props = {
  colleague: Colleague | null
  onClose: () => void
  onInvited: (made: MadeInvitation) => void
}
type StandingEvent = Extract<MembershipEvent, 'suspend' | 'restore' | 'end'>
/** What may happen to a colleague's standing next. */
const events: Record<Colleague['status'], readonly StandingEvent[]> = {
  invited: ['end'],
  confirmed: ['suspend', 'end'],
  suspended: ['restore', 'end'],
  ended: [],
}

/** Changes a colleague's name, role or standing, or makes them a new code. */
export function ColleagueDialog({ colleague, onClose, onInvited }: Props): ReactNode {
  const t = useTranslations('staffPeople.colleague')
  return (
    <Dialog isOpen={colleague !== null} onClose={onClose} title={t('title', { name: colleague?.name ?? '' })}>
      {colleague && <Change key={colleague.id} colleague={colleague} onClose={onClose} onInvited={onInvited} />}
    </Dialog>
  )
}

function Change({ colleague, onClose, onInvited }: Props & { colleague: Colleague }): ReactNode {
  const t = useTranslations('staffPeople.colleague')
  const list = useTranslations('staffPeople.colleagues')
  const { roleWords } = usePersonWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('colleague', usePeopleWrong())
  const [name, setName] = useState(colleague.name)
  const [role, setRole] = useState<Role>(colleague.role)
  const onVersion = useVersion(colleague.version)
  const { id: practitionerId, status } = colleague

  async function send(change: { name?: string; role?: Role; event?: StandingEvent }): Promise<void> {
    const saved = await form.run([], async () => {
      try {
        const route = 'PATCH /api/as/:membershipId/practitioners/:practitionerId'
        return await onVersion((version) => memberCall(route, { practitionerId, version, ...change }))
      } finally {
        await readAgain(['GET /api/as/:membershipId/practitioners', practiceRoute])
      }
    })
    if (saved) {
      tell({ words: t('saved', { name: saved.name }) })
      onClose()
    }
  }

  async function invite(): Promise<void> {
    const route = 'POST /api/as/:membershipId/practitioners/:practitionerId/invitations'
    const made = await form.run([], () => memberCall(route, { practitionerId }))
    if (made) {
      await readAgain(['GET /api/as/:membershipId/practitioners'])
      onInvited(made)
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send({ name, role })
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} own={(code) => (code === 'last-administrator' ? t(code) : null)} />
      <SavedFields
        form={form}
        facts={{
          name: { name: t('nameLabel'), value: colleague.name },
          role: { name: t('role'), value: roleWords(colleague.role) },
          event: { name: list('status'), value: <SignUp status={status} /> },
        }}
      />
      <TextField
        id={form.id('name')}
        label={t('nameLabel')}
        error={form.error('name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        id={form.id('role')}
        label={t('role')}
        value={role}
        onChange={(event) => setRole(roles.find((one) => one === event.target.value) ?? role)}
        options={roles.map((value) => ({ value, label: roleWords(value) ?? value }))}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </p>
      {events[status].length > 0 && <p className="soft small">{t('endLead')}</p>}
      <div className="row">
        {events[status].map((event) => (
          <Button key={event} look={event === 'restore' ? 'secondary' : 'danger'} onClick={() => void send({ event })}>
            {t(event)}
          </Button>
        ))}
        {(status === 'invited' || status === 'ended') && <Button onClick={() => void invite()}>{t('invite')}</Button>}
      </div>
    </form>
  )
}
