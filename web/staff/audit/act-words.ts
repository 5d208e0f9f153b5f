import { useMessages, useTranslations } from 'use-intl'
import type { staffAudit } from '../../../shared/locales/en/staff-audit.ts'

type ActKey = keyof (typeof staffAudit)['acts']

/** Acts in words, and all acts that have words, for choosing one. A code without words is shown as it is. */
export function useActWords(): { actWords: (act: string) => string; acts: readonly string[] } {
  const t = useTranslations('staffAudit.acts')
  const { staffAudit: words } = useMessages()
  return {
    actWords: (act) => {
      const key = act.replaceAll('.', '_') as ActKey
      return t.has(key) ? t(key) : act
    },
    acts: Object.keys(words.acts).map((key) => key.replaceAll('_', '.')),
  }
}
