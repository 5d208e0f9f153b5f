import { useFormatter, useTranslations } from 'use-intl'

const units = [
  { word: 'megabytes', bytes: 1_048_576 },
  { word: 'kilobytes', bytes: 1_024 },
  { word: 'bytes', bytes: 1 },
] as const

/** A size as people read it: "2.4 MB", « 2,4 Mo », to two figures. */
export function useFileSize(): (sizeBytes: number) => string {
  const t = useTranslations('common.files')
  const format = useFormatter()
  return (sizeBytes) => {
    const unit = units.find(({ bytes }) => sizeBytes >= bytes) ?? units[2]
    const value = sizeBytes / unit.bytes
    return t(unit.word, { size: format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 }) })
  }
}
