import { formatDateTime } from '../../../shared/dates.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'

/** A time on the clinic's clock ('YYYY-MM-DDTHH:MM') in words. */
export function useLocalWords(): (local: string) => string {
  const { language } = useLanguage()
  return (local) => formatDateTime(language, 'UTC', new Date(`${local}:00Z`))
}
