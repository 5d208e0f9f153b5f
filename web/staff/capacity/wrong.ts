import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'

const known = ['before-start', 'in-the-past', 'too-far', 'pause-over', 'limit-reached'] as const
/** The most that each number may be. */
export const mostOf = { aDay: limits.pauseADay, openConversations: 100, messagesADay: 200, coolDownMinutes: 10_080 }

/** The words of these forms for what was refused; null where the general ones will do. */
export function useCapacityWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffCapacity.wrong')
  return (code, path) => {
    const found = known.find((candidate) => candidate === code)
    if (found) {
      return t(found)
    }
    const numbers: Readonly<Record<string, number>> = mostOf
    const most = numbers[path]
    if (most !== undefined) {
      return t('number', { least: 1, most })
    }
    return code === 'missing' || code === 'empty' || code === 'not-found' ? missing(path) : null
  }

  function missing(path: string): string | null {
    switch (path) {
      case 'topicId':
        return t('about.topic')
      case 'practitionerId':
        return t('about.person')
      case 'startsAt':
      case 'endsAt':
        return t(path)
      case 'words.reason.en':
      case 'words.reason.fr':
        return t(path === 'words.reason.en' ? 'reason.en' : 'reason.fr')
      case 'words.instead.en':
      case 'words.instead.fr':
        return t(path === 'words.instead.en' ? 'instead.en' : 'instead.fr')
      default:
        return null
    }
  }
}
