import type { AgeBand, Figure } from '../../../shared/seeing.ts'
import { ageBands, figures } from '../../../shared/seeing.ts'

/** What is looked at, as it stands in the address: nothing in it names a patient. */
export type Look = {
  /** How many days up to today; or from a day to another. */
  days?: Stretch
  from?: string
  until?: string
  topic?: string
  inbox?: string
  person?: string
}
export const stretches = ['7', '28', '84', '365'] as const
export type Stretch = (typeof stretches)[number]
/** What a list behind a figure is of. */
export type SeenLook = Look & { figure: Figure; language?: 'en' | 'fr'; age?: AgeBand }

type Search = Readonly<Record<string, unknown>>

/** Reads an address; what does not fit is left out. Pure: tested as a table. */
export function lookOf(search: Search): Look {
  const days = stretches.find((stretch) => stretch === String(search['days']))
  const [from, until] = [dayOf(search['from']), dayOf(search['until'])]
  return {
    ...(days && { days }),
    ...(from && until && !days && { from, until }),
    ...idOf(search, 'topic'),
    ...idOf(search, 'inbox'),
    ...idOf(search, 'person'),
  }
}

export function seenLookOf(search: Search): SeenLook {
  const language = search['language'] === 'en' || search['language'] === 'fr' ? search['language'] : undefined
  const age = ageBands.find((band) => band === search['age'])
  return {
    ...lookOf(search),
    figure: figures.find((figure) => figure === search['figure']) ?? 'waiting',
    ...(language && { language }),
    ...(age && { age }),
  }
}

/** The same as an address's query: '?days=28&topic=…', or nothing. */
export function queryOf(look: Partial<SeenLook>): string {
  const query = new URLSearchParams(
    Object.entries(look).filter(([, value]) => value !== undefined) as [string, string][],
  )
  return query.size === 0 ? '' : `?${query}`
}

/** What the server is asked; `today` is the clinic's. */
export function askOf(
  look: Look,
  today: string,
): {
  from?: string
  until?: string
  topicId?: string
  careTeamId?: string
  practitionerId?: string
} {
  const days = look.days ?? (look.from ? undefined : '28')
  return {
    ...(days && { from: daysBefore(today, Number(days) - 1), until: today }),
    ...(look.from && look.until && { from: look.from, until: look.until }),
    ...(look.topic && { topicId: look.topic }),
    ...(look.inbox && { careTeamId: look.inbox }),
    ...(look.person && { practitionerId: look.person }),
  }
}

export function daysBefore(day: string, days: number): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - days * 86_400_000).toISOString().slice(0, 10)
}

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined
}

function idOf(search: Search, name: 'topic' | 'inbox' | 'person'): Partial<Look> {
  const value = search[name]
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) ? { [name]: value } : {}
}
