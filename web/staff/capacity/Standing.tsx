import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { BlockPatient } from './BlockPatient.tsx'
import { LiftBlock } from './LiftBlock.tsx'
import { type PatientStanding, type Someone, standingRoute, useRefusalWords } from './standing.ts'
import { BlockTakenBack, useTellBlocked, WaitingBlock } from './WaitingBlock.tsx'

/** Beside the card: whether the patient can write, and how often they were told how messages are meant to be used. */
export function Standing({ patient }: { patient: Someone }): ReactNode {
  const t = useTranslations('staffCapacity.standing')
  const answer = useRead(standingRoute, { patientId: patient.id })
  useTellBlocked(patient, answer.data)
  return (
    <section className="sheet" aria-labelledby="standing">
      <h2 id="standing">{t('title')}</h2>
      <Answered answer={answer} lines={2}>
        {(standing) => (
          <div className="stack">
            <Now standing={standing} />
            {standing.waiting.map((send) => (
              <WaitingBlock key={send.id} patient={patient} send={send} />
            ))}
            {standing.takenBack && <BlockTakenBack patient={patient} held={standing.takenBack} />}
            <Coached standing={standing} />
            {(standing.can.block || standing.can.lift) && (
              <p className="screen-only">
                {standing.can.block && <BlockPatient patient={patient} />}
                {standing.block && standing.can.lift && <LiftBlock patient={patient} blockId={standing.block.id} />}
              </p>
            )}
          </div>
        )}
      </Answered>
    </section>
  )
}

/** Beside a conversation, where the words come first: only what stands in the patient's way, or has been told them before. */
export function StandingIfAny({ patient }: { patient: Someone }): ReactNode {
  const { data } = useRead(standingRoute, { patientId: patient.id })
  const isAny =
    data !== undefined &&
    (data.block !== null || data.waiting.length > 0 || data.refusal !== null || data.coachings.length > 0)
  return isAny ? <Standing patient={patient} /> : null
}

function Now({ standing: { block, refusal } }: { standing: PatientStanding }): ReactNode {
  const t = useTranslations('staffCapacity.standing')
  const timeWords = useTimeWords()
  const refusalWords = useRefusalWords()
  if (block) {
    return (
      <Notice kind="urgent" heading={t('blocked', { when: timeWords(block.endsAt) })}>
        <p dir="auto">{t('reason', { reason: block.reason })}</p>
        {block.blockedBy && <p>{t('by', { name: block.blockedBy.name })}</p>}
      </Notice>
    )
  }
  const words = refusalWords(refusal)
  return words === null ? <p>{t('free')}</p> : <Notice kind="info" heading={words} />
}

function Coached({ standing: { coachings } }: { standing: PatientStanding }): ReactNode {
  const t = useTranslations('staffCapacity')
  const timeWords = useTimeWords()
  const addresses = useAddresses()
  if (coachings.length === 0) {
    return null
  }
  return (
    <details>
      <summary>{t('standing.coached', { count: coachings.length })}</summary>
      <ul className="plain-list">
        {coachings.map(({ kind, at, by, conversationId }) => {
          const words = { kind: t(`kinds.${kind}`), when: timeWords(at, 'day') }
          return (
            <li key={at}>
              {by ? t('standing.coachedBy', { ...words, name: by.name }) : t('standing.coachedOn', words)}{' '}
              {conversationId && <Link to={addresses.conversation(conversationId)}>{t('standing.see')}</Link>}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
