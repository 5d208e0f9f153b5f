import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { Time } from '../../components/Time.tsx'
import { DraftNotes } from '../../conversation/DraftNotes.tsx'
import type { Conversation } from '../../conversation/types.ts'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useDraft } from '../../conversation/use-draft.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useForm } from '../use-form.ts'
import { useConversationAgain, type Worked } from './use-conversation.ts'

type Props = {
  conversation: Worked
  /** What was put into it: its notes are read here too. */
  parts: readonly Conversation[]
  onWriting: () => void
}

/** What colleagues tell each other: another place, another colour, and a box that cannot send. */
export function Notes({ conversation, parts, onWriting }: Props): ReactNode {
  const t = useTranslations('staff.notes')
  const { personWords } = usePersonWords()
  const { work, can } = conversation
  const notes = [...work.notes, ...parts.flatMap((part) => part.work?.notes ?? [])].toSorted((a, b) =>
    a.writtenAt < b.writtenAt ? -1 : 1,
  )
  return (
    <section className="sheet notes" aria-labelledby="notes">
      <h2 id="notes">
        <Status kind="note">{t('title')}</Status>
      </h2>
      <p className="small">{t('lead')}</p>
      {work.isRestricted && <p className="soft">{t('restricted')}</p>}
      <ol className="plain-list">
        {notes.map((note) => (
          <li className="note" key={note.id}>
            <p className="small">
              <strong>{personWords(note.author)}</strong> <Time at={note.writtenAt} />
            </p>
            <p className="typed" dir="auto">
              {note.text}
            </p>
          </li>
        ))}
      </ol>
      {can.note && <NoteForm key={conversation.id} conversation={conversation} onWriting={onWriting} />}
    </section>
  )
}

/** A note not kept yet is a draft as an answer is: of the same class, marked as what no patient reads. */
function NoteForm({ conversation, onWriting }: { conversation: Worked; onWriting: () => void }): ReactNode {
  const t = useTranslations('staff.notes')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const { id: membershipId } = useMembership()
  const conversationId = conversation.id
  const { draft, now } = useDraft({ membershipId, conversationId, isNote: true }, conversation.noteDraft)
  const again = useConversationAgain(conversationId)
  const form = useForm('note', () => null)

  async function keep(): Promise<void> {
    const route = 'POST /api/as/:membershipId/conversations/:conversationId/notes'
    const kept = await form.run([], () =>
      draft.whileHeld(() => {
        // Read once no save is under way: it may have given the draft another id.
        const { id: noteId, text } = draft.snapshot()
        return memberCall(route, { conversationId, noteId, text }, { isRepeatable: true })
      }),
    )
    if (kept) {
      draft.startAgain()
      announce(t('kept'))
      await again()
    }
  }

  return (
    <form
      className="stack screen-only"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <ErrorSummary errors={form.errors} />
      {form.problem && (
        <Notice kind="urgent" isNew>
          {problemWords(form.problem)}
        </Notice>
      )}
      <TextArea
        id={form.id('text')}
        label={t('label')}
        rows={3}
        value={now.text}
        onChange={(text) => {
          draft.change({ text })
          onWriting()
        }}
        limits={{ characters: limits.noteCharacters }}
        error={form.error('text')}
      />
      <DraftNotes draft={draft} now={now} />
      <p>
        <Button type="submit" isBusy={form.isBusy}>
          {t('keep')}
        </Button>
      </p>
    </form>
  )
}
