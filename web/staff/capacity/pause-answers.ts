import { limits } from '../../../shared/limits.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { instantOf, localOf } from '../day-end.ts'
import type { Pause } from './pauses.ts'

export const abouts = ['everything', 'topic', 'person'] as const
export type About = (typeof abouts)[number]

/** A pause as it is typed: times on the clinic's clock, numbers as text. */
export type PauseAnswers = {
  about: About
  topicId: string
  practitionerId: string
  takes: 'nothing' | 'some'
  aDay: string
  stopsAnswers: boolean
  startsAt: string
  endsAt: string
  words: Pause['words']
}

export function answersOf(pause: Pause | null, { timeZone, now }: { timeZone: string; now: Date }): PauseAnswers {
  const aboutOf = ({ topicId, practitionerId }: Pause): About =>
    topicId !== null ? 'topic' : practitionerId === null ? 'everything' : 'person'
  return {
    about: pause ? aboutOf(pause) : 'everything',
    topicId: pause?.topicId ?? '',
    practitionerId: pause?.practitionerId ?? '',
    takes: pause?.aDay ? 'some' : 'nothing',
    aDay: pause?.aDay ? String(pause.aDay) : '',
    stopsAnswers: pause?.stopsAnswers ?? false,
    startsAt: localOf(pause?.startsAt ?? now.toISOString(), timeZone),
    endsAt: pause ? localOf(pause.endsAt, timeZone) : 'T08:00',
    words: pause?.words ?? { reason: { en: '', fr: '' }, instead: { en: '', fr: '' } },
  }
}

/** What is missing or no number, before anything is sent; what is wrong about times the server says. */
export function wrongIn(answers: PauseAnswers): FieldProblem[] {
  const { about, topicId, practitionerId, takes, aDay, words } = answers
  return [
    ...(about === 'topic' && topicId === '' ? [{ path: 'topicId', code: 'missing' }] : []),
    ...(about === 'person' && practitionerId === '' ? [{ path: 'practitionerId', code: 'missing' }] : []),
    ...(takes === 'some' && wholeNumber(aDay, limits.pauseADay) === null ? [{ path: 'aDay', code: 'number' }] : []),
    ...(['startsAt', 'endsAt'] as const)
      .filter((path) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(answers[path]))
      .map((path) => ({ path, code: 'missing' })),
    ...(['reason', 'instead'] as const).flatMap((name) =>
      (['en', 'fr'] as const)
        .filter((language) => words[name][language].trim() === '')
        .map((language) => ({ path: `words.${name}.${language}`, code: 'empty' })),
    ),
  ]
}

/** On the wire. Times that were not changed keep their seconds. */
export function fieldsOf(answers: PauseAnswers, pause: Pause | null, timeZone: string) {
  const { about, topicId, practitionerId, takes, aDay, stopsAnswers, words } = answers
  const at = (path: 'startsAt' | 'endsAt') =>
    pause && localOf(pause[path], timeZone) === answers[path] ? pause[path] : instantOf(answers[path], timeZone)
  const isNumbered = takes === 'some'
  return {
    topicId: about === 'topic' ? topicId : null,
    practitionerId: about === 'person' ? practitionerId : null,
    aDay: isNumbered ? wholeNumber(aDay, limits.pauseADay) : null,
    stopsAnswers: !isNumbered && stopsAnswers,
    startsAt: at('startsAt'),
    endsAt: at('endsAt'),
    words,
  }
}

/** From 1 to `most`, else null. */
export function wholeNumber(typed: string, most: number): number | null {
  const number = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : 0
  return number >= 1 && number <= most ? number : null
}
