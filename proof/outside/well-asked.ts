// The crawl asks some calls so that they are refused, to leave its world as it is. Here all is put back: they are asked so that
// their words are kept.
import type { Ground } from '../canary/ground.ts'
import type { Caller } from '../canary/people.ts'

type Body = Record<string, unknown>
type WellAsked = (at: { ground: Ground; caller: Caller; body: Body; path: string }) => Body

const dayMs = 24 * 60 * 60 * 1_000
/** In the morning of a Wednesday, when the clinic is open. */
const later = `${new Date(Date.now() + (14 - ((new Date().getUTCDay() + 4) % 7)) * dayMs).toISOString().slice(0, 10)}T10:00`
const idOf = (ground: Ground, key: string) => ground.people.A.staff.get(key)?.id

export const wellAsked: Record<string, WellAsked> = {
  makeFollowUp: ({ body }) => ({ ...body, dueAt: later }),
  // Longer than the patient was told only where they are told so.
  deferTask: ({ body }) => ({ ...body, until: later, tellsPatient: true }),
  scheduleStart: ({ body }) => ({ ...body, sendAt: later }),
  saveCareTeam: ({ body, ground }) => ({
    ...body,
    ownerId: idOf(ground, 'physician'),
    backupId: idOf(ground, 'nurse'),
    memberIds: [idOf(ground, 'physician'), idOf(ground, 'nurse')],
  }),
  saveAbsence: ({ body, ground }) => ({
    ...body,
    who: { kind: 'practitioner', id: idOf(ground, 'physician') },
    cover: { kind: 'practitioner', id: idOf(ground, 'nurse') },
  }),
  changePractitioner: ({ body: { name, version } }) => ({ name, version }),
  askClinician: ({ body, ground }) => ({ ...body, practitionerId: idOf(ground, 'physician') }),
  splitConversation: ({ body, ground, path }) => ({
    ...body,
    messageIds: ground.facts.messages
      .filter(
        ({ conversation, author }) =>
          path.includes(conversation) && ground.facts.patients.some(({ id }) => id === author),
      )
      .slice(-1)
      .map(({ id }) => id),
  }),
  sendOnBehalf: ({ body, ground, caller }) => ({
    ...body,
    practitionerId: ground.facts.delegations.find(({ to }) => to === caller.membershipId)?.by ?? body['practitionerId'],
  }),
}
