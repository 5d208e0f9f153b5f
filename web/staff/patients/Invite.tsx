import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useAct } from '../use-act.ts'
import type { MadeInvitation } from './Invitation.tsx'
import { SignUp } from './SignUp.tsx'
import type { Patient } from './use-patients.ts'

/** How far the patient has come in signing up, and the code with which they do. */
export function Invite({ patient, onMade }: { patient: Patient; onMade: (made: MadeInvitation) => void }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { run, isBusy, problem } = useAct()
  const { id: patientId, status, invitation } = patient

  async function invite(): Promise<void> {
    const made = await run(() =>
      memberCall('POST /api/as/:membershipId/patients/:patientId/invitations', { patientId }),
    )
    if (made) {
      onMade(made)
      await readAgain(['GET /api/as/:membershipId/patients/:patientId'], { patientId })
    }
  }

  return (
    <section className="sheet screen-only" aria-labelledby="sign-up">
      <h2 id="sign-up">{t('status')}</h2>
      <p>
        <SignUp status={status} />
      </p>
      {invitation && <InvitationState invitation={invitation} />}
      {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
      {status !== 'confirmed' && status !== 'suspended' && (
        <>
          <p className="soft small">{t('inviteLead')}</p>
          <p>
            <Button onClick={() => void invite()} isBusy={isBusy}>
              {invitation ? t('inviteAgain') : t('invite')}
            </Button>
          </p>
        </>
      )}
    </section>
  )
}

function InvitationState({ invitation }: { invitation: NonNullable<Patient['invitation']> }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const timeWords = useTimeWords()
  const now = useNow({ updateInterval: 60_000 })
  const { expiresAt, isUsed } = invitation
  if (isUsed) {
    return <p className="soft">{t('usedCode')}</p>
  }
  const isOver = new Date(expiresAt) <= now
  return <p className="soft">{isOver ? t('expired') : t('invited', { when: timeWords(expiresAt) })}</p>
}
