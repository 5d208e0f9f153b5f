import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { Fact } from '../desk/PatientCard.tsx'
import { useRead } from '../read.ts'

const route = 'GET /api/as/:membershipId/audit/state'
type State = OutputOf<typeof route>

/** How far the log is sealed, what the last check found, and the checkpoint to keep elsewhere. */
export function AuditState(): ReactNode {
  const t = useTranslations('staffAudit.state')
  const answer = useRead(route, {})
  return (
    <section className="sheet" aria-labelledby="audit-state">
      <h2 id="audit-state">{t('title')}</h2>
      <Answered answer={answer}>{(state) => <Content state={state} />}</Answered>
    </section>
  )
}

function Content({ state }: { state: State }): ReactNode {
  const t = useTranslations('staffAudit.state')
  const timeWords = useTimeWords()
  const { events, sealed, sealedAt, verifiedAt, verdict, checkpoint } = state
  const kind = verdict === 'ok' ? 'success' : verdict === null ? 'info' : 'urgent'
  return (
    <div className="stack">
      <Notice kind={kind} heading={t(`verdict.${verdict ?? 'none'}`)}>
        {kind === 'urgent' && t('damaged')}
      </Notice>
      <dl className="card-facts">
        <Fact name={t('sealed')}>{t('sealedOf', { sealed, events })}</Fact>
        <Fact name={t('sealedAt')}>{sealedAt ? timeWords(sealedAt) : t('never')}</Fact>
        <Fact name={t('verifiedAt')}>{verifiedAt ? timeWords(verifiedAt) : t('never')}</Fact>
      </dl>
      {checkpoint && (
        <details>
          <summary>{t('checkpoint')}</summary>
          <p className="soft small">{t('checkpointLead')}</p>
          {/* A scrolling part is reached by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <section className="checkpoint" tabIndex={0} aria-label={t('checkpoint')}>
            {checkpoint}
          </section>
        </details>
      )}
    </div>
  )
}
