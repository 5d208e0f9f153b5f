import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { Select, TextField } from '../../components/controls.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { stretches, type Look, type Stretch } from './look.ts'
import type { Seeing } from './SeeingPage.tsx'

type Props = { look: Look; choices: Seeing['choices'] | undefined; onChange: (look: Look) => void }

/** Which days, topic, inbox and person; each change looks again. */
export function LookForm({ look, choices, onChange }: Props): ReactNode {
  const t = useTranslations('staffSeeing.look')
  const { language } = useLanguage()
  const isOwn = look.from !== undefined
  const [isChoosingDays, setIsChoosingDays] = useState(isOwn)
  const { topic, inbox, person } = look
  const rest = { ...(topic && { topic }), ...(inbox && { inbox }), ...(person && { person }) }
  const named = (value: string, label: string) => ({ value, label })

  function chooseDays(value: string): void {
    setIsChoosingDays(value === 'own')
    const days = stretches.find((stretch) => stretch === value)
    if (days) {
      onChange({ ...rest, days })
    }
  }

  return (
    <search className="filters screen-only" aria-label={t('label')}>
      <Select
        label={t('days')}
        value={isChoosingDays ? 'own' : (look.days ?? ('28' satisfies Stretch))}
        onChange={(event) => chooseDays(event.target.value)}
        options={[...stretches.map((stretch) => named(stretch, t(`last${stretch}`))), named('own', t('own'))]}
      />
      {isChoosingDays && <OwnDays look={look} onChange={(days) => onChange({ ...rest, ...days })} />}
      <Select
        label={t('topic')}
        value={topic ?? ''}
        onChange={({ target }) => onChange(withOne(look, 'topic', target.value))}
        options={[
          named('', t('anyTopic')),
          ...(choices?.topics ?? []).map(({ id, name }) => named(id, name[language])),
        ]}
      />
      {choices && choices.careTeams.length > 0 && (
        <Select
          label={t('inbox')}
          value={inbox ?? ''}
          onChange={({ target }) => onChange(withOne(look, 'inbox', target.value))}
          options={[named('', t('anyInbox')), ...choices.careTeams.map(({ id, name }) => named(id, name))]}
        />
      )}
      {choices && choices.people.length > 0 && (
        <Select
          label={t('person')}
          value={person ?? ''}
          onChange={({ target }) => onChange(withOne(look, 'person', target.value))}
          options={[named('', t('anyPerson')), ...choices.people.map(({ id, name }) => named(id, name))]}
        />
      )}
    </search>
  )
}

function withOne(look: Look, name: 'topic' | 'inbox' | 'person', value: string): Look {
  const { [name]: _before, ...others } = look
  return value === '' ? others : { ...others, [name]: value }
}

/** From one day to another, once both are there and fit. */
function OwnDays({
  look,
  onChange,
}: {
  look: Look
  onChange: (days: { from: string; until: string }) => void
}): ReactNode {
  const t = useTranslations('staffSeeing.look')
  const [days, setDays] = useState({ from: look.from ?? '', until: look.until ?? '' })
  const isWrong = days.from !== '' && days.until !== '' && !doFit(days)

  function change(part: Partial<typeof days>): void {
    const next = { ...days, ...part }
    setDays(next)
    if (doFit(next)) {
      onChange(next)
    }
  }

  return (
    <>
      <TextField
        type="date"
        label={t('from')}
        value={days.from}
        error={isWrong ? t('wrongDays') : undefined}
        onChange={(event) => change({ from: event.target.value })}
      />
      <TextField
        type="date"
        label={t('until')}
        value={days.until}
        onChange={(event) => change({ until: event.target.value })}
      />
    </>
  )
}

function doFit({ from, until }: { from: string; until: string }): boolean {
  const days = (new Date(until).getTime() - new Date(from).getTime()) / 86_400_000 + 1
  return days >= 1 && days <= limits.seenDays
}
