import { useTranslations } from 'use-intl'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useBothAgain } from './use-merge-acts.ts'
import type { Worked } from './use-conversation.ts'

const refusals = ['already-merged', 'already-split', 'split-closed', 'split-one-way'] as const

type Part = { id: string; name: string; messageIds: readonly string[]; topicId: string; subject: string }

/** Gives messages a conversation of their own, and tells what was done; undoing it puts the two together. */
export function useSplit({ id: conversationId, version }: Worked): (part: Part) => Promise<void> {
  const t = useTranslations('staffSplit')
  const memberCall = useMemberCall()
  const { tell } = useDone()
  const again = useBothAgain()
  return async ({ id: newId, name, messageIds, topicId, subject }) => {
    try {
      const done = await memberCall('PUT /api/as/:membershipId/conversations/:conversationId/split/:newId', {
        conversationId,
        newId,
        messageIds: [...messageIds],
        topicId,
        subject,
        version,
      })
      const versions = { version: done.version, otherVersion: done.newVersion }
      tell({
        words: t('done', { name }),
        undo: () =>
          memberCall('PUT /api/as/:membershipId/conversations/:conversationId/merged/:otherId', {
            conversationId,
            otherId: newId,
            ...versions,
          }).finally(() => again(conversationId, newId)),
      })
    } finally {
      await again(conversationId)
    }
  }
}

/** Why messages did not get a conversation of their own, by code; null for what is no business of this. */
export function useSplitRefusals(): (code: string) => string | null {
  const t = useTranslations('staffSplit.refused')
  return (code) => {
    const known = refusals.find((candidate) => candidate === code)
    return known ? t(known) : null
  }
}
