import type { DraftForm } from '../../../shared/draft.ts'
import { useDraft } from '../../conversation/use-draft.ts'
import { useMembership } from '../membership.tsx'
import type { Worked } from './use-conversation.ts'

export type FormDraft = ReturnType<typeof useFormDraft>

/**
 * The words of a form beside a conversation: a draft as a note is, there again after a reload, at the next sign-in, on another
 * device. It lives beside the dialog, which may be closed and opened again.
 */
export function useFormDraft(conversation: Worked, form: DraftForm, consultId?: string) {
  const { id: membershipId } = useMembership()
  const saved =
    conversation.formDrafts.find((one) => one.form === form && one.consultId === (consultId ?? null)) ?? null
  const place = { membershipId, conversationId: conversation.id, isNote: true, form, ...(consultId && { consultId }) }
  const { draft, now } = useDraft(place, saved)

  function drop(): void {
    // One that could not be told of now is found and offered again.
    draft.discard().catch(() => undefined)
  }

  return {
    draft,
    now,
    write: (text: string) => draft.change({ text }),
    /** Sends the words under the draft's id, once no save is under way: one may have given it another. */
    send: <T>(post: (words: { id: string; text: string }) => Promise<T>) =>
      draft.whileHeld(() => post(draft.snapshot())),
    /** The words have become what they were for. Empty ones became nothing. */
    spend: () => (draft.snapshot().text.trim() === '' ? drop() : draft.startAgain()),
    drop,
  }
}
