import { isDutyOf } from '../../policy/duties.ts'
import { onAbsenceOf } from '../../policy/oracle.ts'
import { type At, colleagues, duty, first, type Operations, thereOr, type Verdict } from './operation.ts'

/** A week from now, on the practice's clock: nobody else is away by then. */
const day = (weeks: number) => new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10)

/** The absence or rotation of this id, if the practice has one; else it is one to be made, for the colleague who is named. */
function mayWrite(at: At, rows: At['facts']['rotations'], id: string | undefined): Verdict {
  const row = rows.find((each) => each.practice === at.who.practice && each.id === id)
  const isStaff = isDutyOf(at.who.part, 'read who is away')
  if (!isStaff) {
    return 'forbidden'
  }
  const whose = { practitioner: at.ids['whoId'] ?? null, inboxOwner: null }
  return row === undefined
    ? onAbsenceOf(at.who, whose)
    : first(onAbsenceOf(at.who, row), at.ids['whoId'] === undefined ? 'allowed' : onAbsenceOf(at.who, whose))
}

const cancellation = (noun: 'absences' | 'rotations', name: string) => (at: At) => {
  const rows = at.facts[noun]
  return first(
    isDutyOf(at.who.part, 'read who is away') ? 'allowed' : 'forbidden',
    thereOr('hidden', rows, at, at.ids[name]),
    mayWrite(at, rows, at.ids[name]),
  )
}
/** What happened while one was away is one's own to read, once it is over. */
function ownHandover({ facts, who, ids, now }: At): Verdict {
  const absence = facts.absences.find(({ practice, id }) => practice === who.practice && id === ids['absenceId'])
  const isOver = absence !== undefined && !absence.isCancelled && absence.endsAt.getTime() <= now.getTime()
  if (!isDutyOf(who.part, 'read who is away')) {
    return 'forbidden'
  }
  return isOver && absence.practitioner === who.id ? 'allowed' : 'hidden'
}

const version = (name: string) => (at: At) => ({ version: at.versionOf(at.ids[name] ?? '') })

export const absenceOperations: Operations = {
  listAbsences: { ids: {}, verdict: duty('read who is away') },
  saveAbsence: {
    ids: { whoId: 'practitioner' },
    optional: { coverId: 'practitioner' },
    makes: { absenceId: 'absence' },
    within: ['whoId', 'coverId'],
    rest: (at) => ({
      who: { kind: 'practitioner', id: at.ids['whoId'] },
      from: `${day(1)}T09:00`,
      until: `${day(2)}T09:00`,
      cover: at.ids['coverId'] === undefined ? null : { kind: 'practitioner', id: at.ids['coverId'] },
      reason: 'holiday',
      note: { en: at.word('absence note'), fr: at.word('absence note') },
      version: at.versionOf(at.ids['absenceId'] ?? ''),
    }),
    verdict: (at) =>
      first(
        mayWrite(at, at.facts.absences, at.ids['absenceId']),
        thereOr('invalid', colleagues(at), at, at.ids['whoId']),
        thereOr('invalid', colleagues(at), at, at.ids['coverId']),
      ),
  },
  cancelAbsence: {
    ids: { absenceId: 'absence' },
    rest: version('absenceId'),
    verdict: cancellation('absences', 'absenceId'),
  },
  saveRotation: {
    ids: { whoId: 'practitioner', turnOf: 'practitioner' },
    makes: { rotationId: 'rotation' },
    within: ['whoId', 'turnOf'],
    rest: (at) => ({
      who: { kind: 'practitioner', id: at.ids['whoId'] },
      startsOn: day(1),
      endsOn: day(3),
      weeks: 1,
      turns: [{ week: 1, weekday: 1, practitionerId: at.ids['turnOf'] }],
      version: at.versionOf(at.ids['rotationId'] ?? ''),
    }),
    verdict: (at) =>
      first(
        mayWrite(at, at.facts.rotations, at.ids['rotationId']),
        thereOr('invalid', colleagues(at), at, at.ids['whoId']),
        thereOr('invalid', colleagues(at), at, at.ids['turnOf']),
      ),
  },
  readAbsenceCalendar: { ids: {}, verdict: duty('read who is away') },
  previewResponders: { ids: {}, verdict: duty('read who is away') },
  listHandovers: { ids: {}, verdict: duty('read who is away') },
  readHandover: { ids: { absenceId: 'absence' }, verdict: ownHandover },
  finishHandover: { ids: { absenceId: 'absence' }, verdict: ownHandover },
  cancelRotation: {
    ids: { rotationId: 'rotation' },
    rest: version('rotationId'),
    verdict: cancellation('rotations', 'rotationId'),
  },
}
