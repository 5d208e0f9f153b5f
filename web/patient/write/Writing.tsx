import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useTop } from '../../account/use-top.ts'
import { call } from '../../api/client.ts'
import { invalidate } from '../../api/use-read.ts'
import { Loading } from '../../components/Loading.tsx'
import { useNavigate } from '../../components/navigation.ts'
import type { SavedDraft } from '../../conversation/draft.ts'
import { useDraft } from '../../conversation/use-draft.ts'
import { useDraftFiles } from '../../conversation/use-draft-files.ts'
import { useSend, type SendProblem } from '../../conversation/use-send.ts'
import { hrefTo, useSearch } from '../../patient-router.tsx'
import { routes } from '../routes.ts'
import { CheckStep } from './CheckStep.tsx'
import { rememberSent } from './just-sent.ts'
import { MessageStep } from './MessageStep.tsx'
import type { Practice, Topic } from './use-writing-facts.ts'
import { useRefusalWords } from './use-refusal-words.ts'
import { writeHref } from './write-href.ts'

type Props = {
  membershipId: string
  topic: Topic
  practice: Practice
  saved: (SavedDraft & { topicId: string | null }) | null
  /** What has come in the way since the form was opened. */
  stop: ReactNode
}

/** One message being written: its words stay while its writer goes back and forth between writing and checking. */
export function Writing({ membershipId, topic, practice, saved, stop }: Props): ReactNode {
  const t = useTranslations('patient.write')
  const navigate = useNavigate()
  const refusalWords = useRefusalWords()
  const { draft, now } = useDraft({ membershipId, topicId: topic.id }, saved)
  const draftFiles = useDraftFiles(membershipId, draft, now)
  const place = { membershipId, topicId: topic.id, draftId: draft.isOnServer() ? now.id : null }
  const isLetter = now.text.trim() !== '' || now.files.length > 0
  const step = useSearch().get('step') === 'check' && isLetter ? 'check' : 'message'
  useTop(step)
  useDraftInAddress(place, step)

  useEffect(() => {
    if (saved && saved.topicId !== topic.id) {
      // The same words, about another topic than the server knows.
      draft.change({})
    }
    // Once, when the page is opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  // The draft becomes the conversation under its own id: sent twice, from wherever, it is one conversation.
  const conversationId = useRef<string>(undefined)
  const [isSent, setIsSent] = useState(false)
  const { send, isSending, problem } = useSend({
    draft,
    limits: topic,
    uploading: draftFiles.uploading,
    post: async (letter) => {
      conversationId.current ??= now.id
      const start = { membershipId, conversationId: conversationId.current, topicId: topic.id, subject: now.subject }
      const sent = await call(
        'POST /api/as/:membershipId/conversations',
        { ...start, ...letter },
        { isRepeatable: true },
      )
      setIsSent(true)
      return sent
    },
    onMovedOn: async () => undefined,
    explain: (refusal) => {
      if (refusal.status === 404) {
        return t('topicClosedNow')
      }
      return refusal.code === 'practice-not-open-yet'
        ? t('clinicPaused', { phone: practice.phone })
        : refusalWords(refusal)
    },
  })

  // What was refused about a field is put right where that field is.
  const [mended, setMended] = useState<SendProblem | null>(null)
  const isOpenRefusal = problem !== null && problem !== mended && 'words' in problem && problem.kind !== 'failed'

  async function submit(): Promise<void> {
    const sent = isSending ? null : await send()
    if (sent) {
      rememberSent(sent, topic.careTeam.name)
      invalidate((key) => key.includes('/conversations') || key.includes('/drafts'))
      navigate(hrefTo(routes.sent, { membershipId, conversationId: sent.conversationId }), 'replace')
    }
  }

  const shared = { membershipId, topic, practice, draft, now, draftFiles, problem, stop }
  if (isSent) {
    return <Loading />
  }
  return step === 'check' && !isOpenRefusal ? (
    <CheckStep
      {...shared}
      place={place}
      conversationId={conversationId.current}
      isSending={isSending}
      onSend={submit}
    />
  ) : (
    <MessageStep
      {...shared}
      place={place}
      onNext={() => {
        setMended(problem)
        navigate(writeHref({ ...place, step: 'check' }))
      }}
    />
  )
}

/** Once the server has the draft, the address names it: a reload finds the words again. */
function useDraftInAddress(place: Parameters<typeof writeHref>[0], step: 'message' | 'check'): void {
  const navigate = useNavigate()
  const { draftId } = place
  useEffect(() => {
    if (draftId !== null && new URLSearchParams(location.search).get('draft') !== draftId) {
      navigate(writeHref({ ...place, step }), 'replace')
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [draftId])
}
