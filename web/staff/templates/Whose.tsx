import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { clinicalRoles } from '../../../shared/people.ts'
import { templateScopes } from '../../../shared/template.ts'
import { Choices, Select } from '../../components/controls.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useCan, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import type { Form } from '../use-form.ts'
import type { Answers } from './template-answers.ts'

type Props = { form: Form; answers: Answers; change: (part: Partial<Answers>) => void }

/** Everybody's, an inbox's or one's own; said once, when the template is made. */
export function Whose({ form, answers, change }: Props): ReactNode {
  const t = useTranslations('staffTemplates')
  const { language } = useLanguage()
  const { managePractice } = useCan()
  const { id, role } = useMembership()
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const own = (inboxes.data?.items ?? []).filter(
    ({ members }) => managePractice || members.some((member) => member.id === id),
  )
  const scopes = templateScopes.filter(
    (scope) => scope !== 'practice' || managePractice || clinicalRoles.includes(role),
  )
  return (
    <>
      <Choices
        id={form.id('scope')}
        label={t('form.scope')}
        name="scope"
        value={answers.scope}
        onChange={(scope) => change({ scope })}
        options={scopes.map((scope) => ({
          value: scope,
          label: t(`whose.${scope}`),
          hint: t(`form.scopeHint.${scope}`),
        }))}
      />
      {answers.scope === 'team' && (
        <Select
          id={form.id('careTeamId')}
          label={t('form.inbox')}
          error={form.error('careTeamId')}
          value={answers.careTeamId}
          onChange={(event) => change({ careTeamId: event.target.value })}
          options={[
            { value: '', label: t('form.chooseInbox') },
            ...own.map((inbox) => ({ value: inbox.id, label: inbox.name[language] })),
          ]}
        />
      )}
    </>
  )
}
