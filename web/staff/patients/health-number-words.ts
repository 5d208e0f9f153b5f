import { useTranslations } from 'use-intl'
import { formatHealthNumber } from '../../../shared/health-number.ts'

/** A health number as it is printed on the card; the version code comes with the digits or apart. */
export function useHealthNumberWords(): (number: string | null, version?: string | null) => string {
  const t = useTranslations('staff.card')
  return (number, version) =>
    number === null
      ? t('noHealthNumber')
      : formatHealthNumber({ digits: number.slice(0, 10), versionCode: version ?? number.slice(10) })
}
