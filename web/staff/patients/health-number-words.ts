import { useTranslations } from 'use-intl'

/** Ten digits in the groups of the card, with the version code behind, or that there is none. */
export function useHealthNumberWords(): (digits: string | null, version?: string | null) => string {
  const t = useTranslations('staff.card')
  return (digits, version) => {
    if (digits === null) {
      return t('noHealthNumber')
    }
    const grouped = digits.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1\u00A0$2\u00A0$3')
    return version ? `${grouped}\u00A0${version}` : grouped
  }
}
