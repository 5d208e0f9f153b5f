import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { roles, type Role } from '../../../shared/people.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useAddresses } from '../membership.tsx'
import { Invitation, type MadeInvitation } from '../patients/Invitation.tsx'
import { usePeopleWrong } from '../patients/people-wrong.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useForm } from '../use-form.ts'
import { NotSaved } from './Sheet.tsx'

/** Adds a colleague; the code they sign up with is shown next, once. */
export function AddColleaguePage(): ReactNode {
  const t = useTranslations('staffPeople')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const [made, setMade] = useState<{ name: string; invitation: MadeInvitation } | null>(null)
  if (made) {
    return (
      <div className="pane">
        <Invitation name={made.name} made={made.invitation} isStaff onDone={() => navigate(addresses.colleagues)} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page title={t('colleague.addTitle')} back={{ to: addresses.colleagues, label: t('colleagues.title') }}>
        <AddForm onMade={(name, invitation) => setMade({ name, invitation })} />
      </Page>
    </div>
  )
}

function AddForm({ onMade }: { onMade: (name: string, made: MadeInvitation) => void }): ReactNode {
  const t = useTranslations('staffPeople.colleague')
  const { roleWords } = usePersonWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const form = useForm('colleague', usePeopleWrong())
  const practitionerId = useRef(newId())
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role | null>(null)

  async function add(): Promise<void> {
    const wrong = [
      ...(name.trim() === '' ? [{ path: 'name', code: 'missing' }] : []),
      ...(/^\S+@\S+$/.test(email.trim()) ? [] : [{ path: 'email', code: email.trim() === '' ? 'missing' : 'email' }]),
      ...(role === null ? [{ path: 'role', code: 'missing' }] : []),
    ]
    const added = await form.run(wrong, () =>
      memberCall('POST /api/as/:membershipId/practitioners', {
        practitionerId: practitionerId.current,
        name,
        email: email.trim(),
        role: role ?? 'clerk',
      }),
    )
    if (added) {
      await readAgain(['GET /api/as/:membershipId/practitioners'])
      onMade(added.practitioner.name, added.invitation)
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
      <NotSaved form={form} own={(code) => (code === 'limit-reached' ? t(code) : null)} />
      <div className="fields">
        <TextField
          id={form.id('name')}
          label={t('nameLabel')}
          error={form.error('name')}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          id={form.id('email')}
          type="email"
          label={t('email')}
          hint={t('emailHint')}
          error={form.error('email')}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <Choices
        id={form.id('role')}
        label={t('role')}
        name="role"
        error={form.error('role')}
        value={role}
        onChange={setRole}
        options={roles.map((value) => ({ value, label: roleWords(value) ?? value }))}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('add')}
        </Button>
      </p>
    </form>
  )
}
