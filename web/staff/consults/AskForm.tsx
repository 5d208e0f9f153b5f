import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { consultKinds, mayBeAsked, type ConsultKind } from '../../../shared/consult.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, Select } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import type { Draft } from '../../conversation/draft.ts'
import { DraftNotes } from '../../conversation/DraftNotes.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { MomentField } from '../absences/MomentField.tsx'
import { useConversationAgain, type Worked } from '../desk/use-conversation.ts'
import type { FormDraft } from '../desk/use-form-draft.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall, useRead } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useConsultWrong } from './consults.ts'
import { GoingAlong } from './GoingAlong.tsx'
import { useDraftText } from './use-draft-text.ts'

type Props = { conversation: Worked; draft: Draft; question: FormDraft; uploading: number; onClose: () => void }
const wholeTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/

/** What is asked, of whom, by when, and the answer that would be sent: the words of the reply that was begun. */
export function AskForm({ conversation, draft, question, uploading, onClose }: Props): ReactNode {
  const t = useTranslations('staffConsults')
  const common = useTranslations('common.buttons')
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { t: wrong, fieldWrong, refusalWords } = useConsultWrong()
  const form = useForm('ask', (code, path, limit) =>
    code === 'missing' || code === 'empty' ? wrong(wordFor(path)) : fieldWrong(code, limit),
  )
  const messageId = useRef(newId())
  const [who, setWho] = useState('')
  const [kind, setKind] = useState<ConsultKind | null>(null)
  const [text, setText] = useDraftText(draft)
  const [neededBy, setNeededBy] = useState('')
  const askable = useAskable(kind)
  const { patient } = conversation.work
  const { files } = draft.snapshot()

  async function ask(): Promise<void> {
    const isTyped = neededBy.replace('T', '') !== ''
    const missing = [
      ...(who === '' ? [{ path: 'practitionerId', code: 'missing' }] : []),
      ...(kind === null ? [{ path: 'kind', code: 'missing' }] : []),
      ...(question.now.text.trim() === '' ? [{ path: 'question', code: 'empty' }] : []),
      ...((kind === 'approval' || files.length > 0) && text.trim() === '' ? [{ path: 'text', code: 'missing' }] : []),
      ...(uploading > 0 ? [{ path: 'text', code: 'wait-for-files' }] : []),
      ...(isTyped && !wholeTime.test(neededBy) ? [{ path: 'neededBy', code: 'missing' }] : []),
    ]
    const asked = await form.run(missing, async () => {
      try {
        return await draft.whileHeld(() =>
          question.send(({ id: consultId, text: words }) =>
            memberCall(
              'POST /api/as/:membershipId/conversations/:conversationId/consults',
              {
                consultId,
                messageId: messageId.current,
                conversationId: conversation.id,
                ...askedOf(who),
                kind: kind ?? 'advice',
                question: words,
                isImportant: draft.snapshot().isImportant,
                seenSequence: conversation.allMessages.at(-1)?.sequence ?? 0,
                ...(text.trim() !== '' && {
                  text,
                  ...(draft.isOnServer() && { draftId: draft.snapshot().id }),
                  attachmentIds: draft.snapshot().files.map(({ id }) => id),
                }),
                ...(isTyped && { neededBy }),
              },
              { isRepeatable: true },
            ),
          ),
        )
      } finally {
        await again()
      }
    })
    if (asked) {
      question.spend()
      if (text.trim() !== '') {
        draft.startAgain()
      }
      tell({ words: t('ask.asked', { name: asked.consult.asked.name }) })
      onClose()
    }
  }

  return (
    <form
      className="stack consult-ask"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <ErrorSummary errors={form.errors} />
      {form.problem && (
        <Notice kind="urgent" isNew>
          {refusalWords(form.problem)}
        </Notice>
      )}
      <p>{t('ask.lead')}</p>
      <Choices
        id={form.id('kind')}
        name="consult-kind"
        label={t('ask.kind')}
        error={form.error('kind')}
        value={kind}
        onChange={setKind}
        options={consultKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <Select
        id={form.id('practitionerId')}
        label={t('ask.who')}
        error={form.error('practitionerId') ?? form.error('careTeamId')}
        value={who}
        onChange={(event) => setWho(event.target.value)}
        options={[{ value: '', label: t('ask.whoFirst') }, ...askable]}
      />
      <TextArea
        id={form.id('question')}
        label={t('ask.question')}
        error={form.error('question')}
        rows={3}
        limits={{ characters: limits.consultCharacters }}
        value={question.now.text}
        onChange={question.write}
      />
      <DraftNotes {...question} />
      <TextArea
        id={form.id('text')}
        lang={languageTag(patient.language)}
        label={t('ask.answer', { name: patient.name })}
        hint={t('ask.answerHint')}
        error={form.error('text') ?? form.error('draftId') ?? form.error('attachmentIds')}
        rows={5}
        limits={{ characters: limits.messageCharacters }}
        value={text}
        onChange={setText}
      />
      <GoingAlong attachments={files} />
      <MomentField
        form={form}
        path="neededBy"
        words={{ day: t('ask.day'), time: t('ask.time'), timeOf: t('ask.timeOf') }}
        value={neededBy}
        onChange={setNeededBy}
      />
      <p className="soft small">{t('ask.when')}</p>
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('ask.send')}
        </Button>
        <Button
          onClick={() => {
            question.drop()
            onClose()
          }}
        >
          {common('cancel')}
        </Button>
      </div>
    </form>
  )
}

function wordFor(path: string): 'who' | 'kind' | 'question' | 'text' | 'neededBy' {
  switch (path) {
    case 'practitionerId':
      return 'who'
    case 'kind':
    case 'question':
    case 'neededBy':
      return path
    default:
      return 'text'
  }
}

type Askable = { value: string; label: string }

function askedOf(who: string): { careTeamId: string } | { practitionerId: string } {
  const [kind, id = ''] = who.split(' ')
  return kind === 'care-team' ? { careTeamId: id } : { practitionerId: id }
}

/** Inboxes with a clinician, and clinicians, of whom this may be asked: never the one who asks. */
function useAskable(kind: ConsultKind | null): Askable[] {
  const me = useMembership()
  const { roleWords } = usePersonWords()
  const words = useTranslations('conversation.thread')
  const t = useTranslations('staffConsults.ask')
  const { language } = useLanguage()
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const able = (people.data?.items ?? []).filter(
    ({ id, role, status }) => id !== me.id && status === 'confirmed' && mayBeAsked(kind ?? 'advice', role),
  )
  return [
    ...(inboxes.data?.items ?? [])
      .filter(({ members }) => members.some((member) => able.some(({ id }) => id === member.id)))
      .map(({ id, name }) => ({ value: `care-team ${id}`, label: t('anyOf', { name: name[language] }) })),
    ...able.map(({ id, name, role }) => ({
      value: `practitioner ${id}`,
      label: words('withRole', { name, role: roleWords(role) ?? role }),
    })),
  ]
}
