import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { footerVariables, signatureVariables } from '../../../shared/template.ts'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { Delegations } from '../consults/Delegations.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { BelowForm, TextInBoth } from './BelowForm.tsx'
import '../settings/settings.css'

const signatureRoute = 'GET /api/as/:membershipId/signature'
const footerRoute = 'GET /api/as/:membershipId/message-footer'

/** What stands below messages: one's own signature, and the words of the clinic. */
export function BelowPage(): ReactNode {
  const t = useTranslations('staffTemplates')
  const addresses = useAddresses()
  const can = useCan()
  return (
    <div className="pane">
      <Page title={t('below.title')} lead={t('below.lead')} back={{ to: addresses.templates, label: t('toList') }}>
        {can.work && <Signature />}
        {can.work && <Delegations />}
        <Footer />
      </Page>
    </div>
  )
}

function Signature(): ReactNode {
  const t = useTranslations('staffTemplates.below')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const answer = useRead(signatureRoute, {})
  return (
    <section className="sheet stack" aria-labelledby="signature">
      <h2 id="signature">{t('signature')}</h2>
      <p className="soft">{t('signatureLead')}</p>
      <Answered answer={answer}>
        {(kept) => (
          <BelowForm
            name="signature"
            kept={kept}
            variables={signatureVariables}
            characters={limits.signatureCharacters}
            onSave={(next) => memberCall('PUT /api/as/:membershipId/signature', next)}
            again={() => readAgain([signatureRoute])}
          />
        )}
      </Answered>
    </section>
  )
}

function Footer(): ReactNode {
  const t = useTranslations('staffTemplates.below')
  const can = useCan()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const answer = useRead(footerRoute, {})
  return (
    <section className="sheet stack" aria-labelledby="footer">
      <h2 id="footer">{t('footer')}</h2>
      <Answered answer={answer}>
        {(kept) => (
          <>
            {can.managePractice && (
              <>
                <p className="soft">{t('footerLead')}</p>
                <BelowForm
                  name="footer"
                  kept={kept}
                  variables={footerVariables}
                  characters={limits.footerCharacters}
                  onSave={(next) => memberCall('PUT /api/as/:membershipId/message-footer', next)}
                  again={() => readAgain([footerRoute])}
                />
              </>
            )}
            <h3>{t('example')}</h3>
            <TextInBoth text={kept.example} />
          </>
        )}
      </Answered>
    </section>
  )
}
