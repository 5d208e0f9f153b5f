import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { workingRoles } from '../../../shared/people.ts'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { Fact } from '../desk/PatientCard.tsx'
import type { Colleague } from './ColleaguesPage.tsx'
import { practiceRoute } from './practice.ts'
import { SavedMeanwhile } from './SavedMeanwhile.tsx'
import { BothLanguages, NotSaved, useEmptyWords } from './Sheet.tsx'
import './settings.css'

type Inbox = OutputOf<'GET /api/as/:membershipId/care-teams'>['items'][number]

/** Name in both languages, owner, backup, and who works in it. */
export function InboxForm({ inbox, colleagues }: { inbox: Inbox | null; colleagues: readonly Colleague[] }): ReactNode {
  const t = useTranslations('staffPractice')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('inbox', useInboxWrong())
  const onVersion = useVersion(inbox?.version ?? 0)
  const careTeamId = useRef(inbox?.id ?? newId())
  const [name, setName] = useState(inbox?.name ?? { en: '', fr: '' })
  const [ownerId, setOwnerId] = useState(inbox?.owner?.id ?? '')
  const [backupId, setBackupId] = useState(inbox?.backup?.id ?? '')
  const [memberIds, setMemberIds] = useState<readonly string[]>(inbox?.members.map(({ id }) => id) ?? [])
  const working = colleagues.filter(({ role, status }) => status === 'confirmed' && workingRoles.includes(role))

  async function save(): Promise<void> {
    const wrong = [
      ...(['en', 'fr'] as const)
        .filter((one) => name[one].trim() === '')
        .map((one) => ({ path: `name.${one}`, code: 'empty' })),
      ...(ownerId === '' ? [{ path: 'ownerId', code: 'not-a-working-colleague' }] : []),
      ...(backupId === '' ? [{ path: 'backupId', code: 'not-a-working-colleague' }] : []),
    ]
    const ids = working.map(({ id }) => id).filter((id) => memberIds.includes(id) || id === ownerId || id === backupId)
    const saved = await form.run(wrong, () =>
      onVersion((version) =>
        memberCall('PUT /api/as/:membershipId/care-teams/:careTeamId', {
          careTeamId: careTeamId.current,
          name,
          ownerId,
          backupId,
          memberIds: ids,
          version,
        }),
      ),
    )
    await readAgain(['GET /api/as/:membershipId/care-teams', 'GET /api/as/:membershipId/inboxes', practiceRoute])
    if (saved) {
      tell({ words: t('inboxes.savedAs', { name: saved.name[language] }) })
      navigate(addresses.inboxes)
    }
  }

  const people = [
    { value: '', label: t('inboxes.choose') },
    ...working.map(({ id, name: label }) => ({ value: id, label })),
  ]
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
      <NotSaved form={form} own={(code) => (code === 'limit-reached' ? t('inboxes.wrong.limit-reached') : null)} />
      <SavedMeanwhile form={form}>{inbox && <Saved inbox={inbox} />}</SavedMeanwhile>
      <BothLanguages>
        {(one) => (
          <TextField
            id={form.id(`name.${one}`)}
            lang={languageTag(one)}
            label={t('inboxes.name')}
            error={form.error(`name.${one}`)}
            value={name[one]}
            onChange={(event) => setName({ ...name, [one]: event.target.value })}
          />
        )}
      </BothLanguages>
      <div className="fields">
        <Select
          id={form.id('ownerId')}
          label={t('inboxes.owner')}
          hint={t('inboxes.ownerHint')}
          error={form.error('ownerId')}
          value={ownerId}
          onChange={(event) => setOwnerId(event.target.value)}
          options={people}
        />
        <Select
          id={form.id('backupId')}
          label={t('inboxes.backup')}
          hint={t('inboxes.backupHint')}
          error={form.error('backupId')}
          value={backupId}
          onChange={(event) => setBackupId(event.target.value)}
          options={people}
        />
      </div>
      <Members working={working} fixed={[ownerId, backupId]} memberIds={memberIds} onChange={setMemberIds} />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </p>
    </form>
  )
}

/** What a colleague saved of it. */
function Saved({ inbox: { name, owner, backup, members } }: { inbox: Inbox }): ReactNode {
  const t = useTranslations('staffPractice.inboxes')
  return (
    <dl className="card-facts">
      <Fact name={t('name')}>
        {name.en}, {name.fr}
      </Fact>
      <Fact name={t('owner')}>{owner?.name ?? t('noOne')}</Fact>
      <Fact name={t('backup')}>{backup?.name ?? t('noOne')}</Fact>
      <Fact name={t('members')}>{members.map((member) => member.name).join(', ')}</Fact>
    </dl>
  )
}

type MembersProps = {
  working: readonly Colleague[]
  /** Always in it. */
  fixed: readonly string[]
  memberIds: readonly string[]
  onChange: (ids: readonly string[]) => void
}

function Members({ working, fixed, memberIds, onChange }: MembersProps): ReactNode {
  const t = useTranslations('staffPractice.inboxes')
  return (
    <fieldset>
      <legend className="field-label">{t('members')}</legend>
      <p className="field-hint">{t('membersHint')}</p>
      <div className="members">
        {working.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={memberIds.includes(id) || fixed.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...memberIds, id] : memberIds.filter((one) => one !== id))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

function useInboxWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffPractice.inboxes.wrong')
  const emptyWords = useEmptyWords()
  return (code, path) =>
    code === 'same-as-owner' || code === 'not-a-working-colleague' ? t(code) : emptyWords(code, path)
}
