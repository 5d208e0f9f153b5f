import { useEffect, useRef, useState } from 'react'
import { useRead } from '../read.ts'
import { type Start, startsRoute, useStarts } from './use-starts.ts'

type Leaving = {
  /** One's own first message, in the seconds in which it can be taken back. */
  leaving: Start | undefined
  /** The conversation that it has begun, once it went out by itself and if its author sees it. */
  begunId: string | null
}

/** Follows one's own first message to a patient until it has gone out, and says then that it has. */
export function useLeaving(patient: { id: string; name: string }, onBack: (draftId: string) => void): Leaving {
  const { data } = useRead(startsRoute, { patientId: patient.id })
  const starts = useStarts(patient)
  const last = useRef<Start | null>(null)
  const [begunId, setBegunId] = useState<string | null>(null)
  const leaving = data?.items.find(({ send }) => send.isMine && send.isUndo && send.state === 'waiting')

  async function follow({ conversationId }: Start): Promise<void> {
    const draftId = await starts.readDraftId()
    if (draftId !== null) {
      onBack(draftId)
    } else {
      setBegunId(conversationId)
      starts.tellSent()
    }
  }

  useEffect(() => {
    const before = last.current
    last.current = leaving ?? null
    if (leaving) {
      setBegunId(null)
    } else if (before) {
      // Should the line be down, the lists tell.
      follow(before).catch(() => undefined)
    }
    // What follows it is made anew with every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [leaving?.send.id])

  return { leaving, begunId }
}
