import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { phoneLink } from '../../components/UrgentLine.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useMember } from '../Member.tsx'
import { askAgainWhetherToWrite, type Refusal, type Writing } from '../use-writing.ts'

type Props = {
  refusal: Refusal
  writing: Writing
  act: 'start' | 'answer'
  /** What it is about, where it does not concern everything. */
  topics?: readonly string[] | undefined
}

/** What keeps a patient from writing: why in the clinic's words, until when, what still works, what to do instead. */
export function StopNotice({ refusal, writing, act, topics }: Props): ReactNode {
  const t = useTranslations('patientWriting')
  const { until, words, reason } = refusal
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const why = useWhy(refusal)
  const heading = useHeading({ refusal, act, topics })
  useEnd(until)
  const canAnswer = act === 'start' && writing.topics.some(({ answer }) => answer === null)
  return (
    <Notice kind="info" heading={heading}>
      <div className="stop">
        {reason !== null && <p dir="auto">{t('reason', { reason })}</p>}
        {words && <p dir="auto">{words.reason[language]}</p>}
        {why && <p>{why}</p>}
        {until !== null && <p>{t('until', { when: timeWords(until) })}</p>}
        <p>{canAnswer ? t('canAnswer') : t('canRead')}</p>
        <Instead words={words} bookingUrl={writing.bookingUrl} />
      </div>
    </Notice>
  )
}

/** Only a pause can be about some topics; all else is about the patient. */
function useHeading({ refusal, act, topics }: Pick<Props, 'refusal' | 'act' | 'topics'>): string {
  const t = useTranslations('patientWriting')
  const { code } = refusal
  if (topics && (code === 'paused' || code === 'full-today')) {
    return t(code === 'paused' ? 'topics.paused' : 'topics.full', { topics: topics.join(', ') })
  }
  return t(`heading.${act}.${code}`)
}

/** The clinic's own words first; its phone and its booking page always help. */
function Instead({ words, bookingUrl }: { words: Refusal['words']; bookingUrl: string | null }): ReactNode {
  const t = useTranslations('patientWriting')
  const { language } = useLanguage()
  const { name, phone } = useMember().practice
  return (
    <>
      <p>
        <strong>{t('instead')}</strong>
      </p>
      <ul>
        {words && <li dir="auto">{words.instead[language]}</li>}
        <li>{t.rich('call', { clinic: name, phone, call: phoneLink(phone) })}</li>
        {bookingUrl !== null && (
          <li>
            <a href={bookingUrl} rel="noreferrer">
              {t('book')}
            </a>
          </li>
        )}
      </ul>
    </>
  )
}

/** A limit says itself why it is there; a pause and a block have words of their own. */
function useWhy({ code, limit }: Refusal): string | null {
  const t = useTranslations('patientWriting.why')
  switch (code) {
    case 'blocked':
    case 'paused':
      return null
    case 'no-room':
    case 'cooling-down':
      return t(code)
    case 'full-today':
    case 'too-many-open':
    case 'too-many-today':
      return limit === null ? null : t(code, { limit })
    default:
      return code satisfies never
  }
}

/** When the time is over the page asks again, and opens by itself. */
function useEnd(until: string | null): void {
  useEffect(() => {
    const left = until === null ? Infinity : Date.parse(until) - Date.now()
    if (left > limits.stopFollowedMs) {
      return undefined
    }
    const timer = setTimeout(askAgainWhetherToWrite, Math.max(0, left) + limits.stopOverMs)
    return () => clearTimeout(timer)
  }, [until])
}
