import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { Checkbox, Select } from '../../components/controls.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { DraftNotes } from '../../conversation/DraftNotes.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { MomentField } from '../absences/MomentField.tsx'
import { tomorrowMorning } from '../day-end.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall, useRead } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { isOpen, useConversationAgain, type Worked } from './use-conversation.ts'
import type { FormDraft } from './use-form-draft.ts'

type Props = { conversation: Worked; words: FormDraft; onClose: () => void }

/** What is to be done, by whom and by when; and whether the patient is still owed an answer. */
export function FollowUpForm({ conversation, words, onClose }: Props): ReactNode {
  const t = useTranslations('staffFollowUp')
  const { timeZone } = useMembership().practice
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const form = useForm('follow-up', useWrong())
  const { text } = words.now
  const [practitionerId, setPractitionerId] = useState('')
  const [dueAt, setDueAt] = useState(() => tomorrowMorning(timeZone))
  const [endsResponse, setEndsResponse] = useState(false)
  const { isRestricted, tasks, patient } = conversation.work
  const mayEnd = !isRestricted && tasks.some((task) => isOpen(task) && task.kind === 'respond')
  const people = usePeople()

  async function make(): Promise<void> {
    const missing = [
      ...(text.trim() === '' ? [{ path: 'text', code: 'empty' }] : []),
      ...(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(dueAt) ? [] : [{ path: 'dueAt', code: 'date' }]),
    ]
    const made = await form.run(missing, () =>
      words
        .send(({ id: noteId, text }) =>
          memberCall(
            'POST /api/as/:membershipId/conversations/:conversationId/follow-ups',
            {
              conversationId: conversation.id,
              noteId,
              text,
              dueAt,
              endsResponse: mayEnd && endsResponse,
              seenSequence: conversation.allMessages.at(-1)?.sequence ?? 0,
              ...(practitionerId !== '' && { practitionerId }),
            },
            { isRepeatable: true },
          ),
        )
        .finally(() => void again()),
    )
    if (made) {
      words.spend()
      tell({ words: t('made') })
      onClose()
    }
  }

  return (
    <DialogForm
      form={form}
      own={(code) =>
        code === 'too-many-open' ? t('wrong.too-many-open', { most: String(limits.followUpsOpen) }) : null
      }
      submit={t('confirm')}
      onSubmit={make}
      onCancel={() => {
        words.drop()
        onClose()
      }}
    >
      <TextArea
        id={form.id('text')}
        label={t('text')}
        hint={t('textHint')}
        error={form.error('text')}
        rows={2}
        limits={{ characters: limits.followUpCharacters }}
        value={text}
        onChange={words.write}
      />
      <DraftNotes {...words} />
      <Select
        id={form.id('practitionerId')}
        label={t('who')}
        error={form.error('practitionerId')}
        value={practitionerId}
        onChange={(event) => setPractitionerId(event.target.value)}
        options={[{ value: '', label: t('inbox', { inbox: conversation.careTeam.name }) }, ...people]}
      />
      <MomentField
        form={form}
        path="dueAt"
        words={{ day: t('day'), time: t('time'), timeOf: t('timeOf') }}
        value={dueAt}
        onChange={setDueAt}
      />
      {mayEnd && (
        <Checkbox
          label={t('endsResponse', { name: patient.name })}
          hint={t('endsHint')}
          checked={endsResponse}
          onChange={(event) => setEndsResponse(event.target.checked)}
        />
      )}
    </DialogForm>
  )
}

/** Colleagues who work in inboxes, whoever is asking first. */
function usePeople(): { value: string; label: string }[] {
  const t = useTranslations('staffFollowUp')
  const { id: me } = useMembership()
  const { roleWords } = usePersonWords()
  const { data } = useRead('GET /api/as/:membershipId/practitioners', {})
  const working = (data?.items ?? []).filter(({ role }) => role !== 'administrator' && role !== 'privacy-officer')
  return working
    .map(({ id, name, role }) => ({
      value: id,
      label: id === me ? t('me', { name }) : `${name}, ${roleWords(role) ?? role}`,
    }))
    .toSorted((a, b) => Number(b.value === me) - Number(a.value === me))
}

const known = ['date', 'in-the-past', 'cannot-take-tasks'] as const

function useWrong(): (code: string) => string | null {
  const t = useTranslations('staffFollowUp.wrong')
  return (code) => {
    if (code === 'too-far') {
      return t('too-far', { most: String(limits.followUpDays) })
    }
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : null
  }
}
