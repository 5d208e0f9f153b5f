import { useTranslations } from 'use-intl'
import type { staffAbsences } from '../../../shared/locales/en/staff-absences.ts'

type WrongKey = Exclude<keyof (typeof staffAbsences)['wrong'], 'date'>

/** The words of these forms for what was refused; null where the general ones will do. */
export function useAbsenceWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffAbsences.wrong')
  return (code, path) => {
    if (path === 'who' && code === 'missing') {
      return t('who')
    }
    if (code === 'date') {
      return t(path === 'from' ? 'date.from' : 'date.until')
    }
    // A note that is empty or too long has the general words, and so has what the form could not send.
    const isKnown = !path.startsWith('note') && t.has(code as WrongKey)
    return isKnown ? t(code as WrongKey) : null
  }
}
