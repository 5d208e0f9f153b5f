import { useFormatter, useNow, useTranslations } from 'use-intl'
import type { Task } from '../desk/use-conversation.ts'

/** A day and a time in few words, for a row of the queue. */
const short = { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const

/** For what a task waits until when, or since when it is back; the words move on by the minute. Null where nothing waits. */
export function useDeferralWords(): (task: Pick<Task, 'deferral'> | null | undefined) => DeferralWords | null {
  const t = useTranslations('staffFocus')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  return (task) => {
    if (!task?.deferral) {
      return null
    }
    const { until, reason } = task.deferral
    const isWaiting = new Date(until) > now
    const when = format.dateTime(new Date(until), short)
    return { isWaiting, words: t(`${isWaiting ? 'waits' : 'isBack'}.${reason}`, { when }) }
  }
}
export type DeferralWords = { isWaiting: boolean; words: string }
