import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { numberProblems } from '../notice.ts'
import { clerkViews, membershipStatuses, roles } from '../people.ts'
import { BothLanguages, DateOn, Id, Instant, Language, page, pageOf, PersonReference, typed } from './common.ts'

const name = typed(limits.nameCharacters)
const OpeningBlock = z.object({
  weekday: z.number().int().min(1).max(7),
  opens: z.string().regex(/^\d\d:\d\d$/),
  closes: z.string().regex(/^\d\d:\d\d$/),
})

export const Practice = z.object({
  id: Id,
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  timeZone: z.string(),
  region: z.string(),
  languages: z.array(Language),
  clerkView: z.enum(clerkViews),
  /** Where patients book a visit by themselves. */
  bookingUrl: z.string().nullable(),
  hours: z.array(OpeningBlock),
  closures: z.array(z.object({ date: DateOn, name: BothLanguages })),
  holidays: z.array(z.object({ date: DateOn, key: z.string() })),
  isOpenNow: z.boolean(),
  nextOpeningAt: Instant.nullable(),
  isLive: z.boolean(),
  /** What stands in the way of going live: stable codes. */
  missing: z.array(z.enum(['hours', 'inbox', 'inbox-owner', 'inbox-backup', 'topic'])),
  /** Conversations and inboxes on which nobody would act; for administrators alone. */
  orphans: z.number().nullable(),
  /** Tasks so late that the administrators were told; for administrators alone. */
  veryLate: z.number().nullable(),
  /** How much room the server has left, and what is not taken for want of it; for staff alone. */
  room: z.enum(['enough', 'low', 'no-files', 'no-messages']).nullable(),
  scanner: z.enum(['configured', 'missing']),
  /** Whether patients are offered text messages here, and whether this server can send any. */
  offersTexts: z.boolean(),
  textGateway: z.enum(['configured', 'missing']),
  version: z.number(),
})

export const CareTeam = z.object({
  id: Id,
  name: BothLanguages,
  owner: PersonReference.nullable(),
  backup: PersonReference.nullable(),
  members: z.array(PersonReference),
  version: z.number(),
})

const hours = z.number().int().min(1).max(limits.unreadStepHours)
const topicFields = {
  keyword: z.string().regex(/^[a-z0-9-]{2,30}$/),
  name: BothLanguages,
  help: BothLanguages,
  urgentHelp: BothLanguages,
  careTeamId: Id,
  characters: z.number().int().min(50).max(limits.messageCharacters),
  words: z.number().int().min(10).max(limits.messageWords).nullable(),
  files: z.number().int().min(0).max(limits.attachmentsPerMessage),
  /** The reply standard, in business minutes. */
  replyWithinMinutes: z
    .number()
    .int()
    .min(15)
    .max(60 * 200),
  /** Unread by the patient this long: a reminder; so long after that a second, or none; and then a task. In hours. */
  remindAfterHours: hours,
  remindAgainAfterHours: hours.nullable(),
  contactAfterHours: hours,
  /** The longest wait for each of these steps when the message is important. */
  importantAfterHours: hours,
  /** A patient may write again in a closed conversation for this many days. */
  reopenDays: z.number().int().min(0).max(365),
  isOpen: z.boolean(),
}
export const Topic = z.object({ id: Id, ...topicFields, careTeam: PersonReference, version: z.number() })

export const Practitioner = z.object({
  id: Id,
  name: z.string(),
  role: z.enum(roles),
  status: z.enum(membershipStatuses),
  careTeamIds: z.array(Id),
  version: z.number(),
})

const patientFields = {
  familyName: name,
  givenName: name,
  birthDate: DateOn,
  healthNumber: z.string().max(40).nullable(),
  language: Language,
  email: z.string().max(254).nullable(),
  phone: z.string().max(40).nullable(),
  usualPractitionerId: Id.nullable(),
}
/** `healthNumber` is read as ten digits; it is written as typed, with the version code of the card at its end. */
export const Patient = z.object({
  id: Id,
  ...patientFields,
  name: z.string(),
  healthNumberVersion: z.string().nullable(),
  status: z.enum([...membershipStatuses, 'none']),
  invitation: z.object({ expiresAt: Instant, isUsed: z.boolean() }).nullable(),
  noticeProblem: z.string().nullable(),
  /** Why no more texts go to their phone; null while they may. */
  textsStopped: z.enum(numberProblems).nullable(),
  version: z.number(),
})

/** A code staff print or read out; shown once, kept hashed. */
const Invitation = z.object({ code: z.string(), expiresAt: Instant, url: z.string() })

export const people = {
  readPractice: memberEndpoint({
    method: 'GET',
    path: '/practice',
    summary: 'The practice: address, phone, hours, closures, and whether it is open now.',
    response: Practice,
    audit: { none: 'Not about a patient.' },
  }),
  changePractice: memberEndpoint({
    method: 'PATCH',
    path: '/practice',
    summary: 'Change the practice, its hours and closures (administrator).',
    body: z.object({
      name: name.optional(),
      address: typed(300).optional(),
      phone: typed(40).optional(),
      timeZone: typed(60).optional(),
      languages: z.array(Language).min(1).max(2).optional(),
      clerkView: z.enum(clerkViews).optional(),
      bookingUrl: typed(limits.bookingUrlCharacters).nullable().optional(),
      offersTexts: z.boolean().optional(),
      hours: z.array(OpeningBlock).max(limits.openingBlocks).optional(),
      closures: z
        .array(z.object({ date: DateOn, name: BothLanguages }))
        .max(limits.closures)
        .optional(),
      isLive: z.boolean().optional(),
      version: z.number().int(),
    }),
    response: Practice,
    audit: 'practice.change',
  }),
  listTopics: memberEndpoint({
    method: 'GET',
    path: '/topics',
    summary: 'The topics a message can be about. Patients see the open ones.',
    response: z.object({ items: z.array(Topic) }),
    audit: { none: 'Not about a patient.' },
  }),
  saveTopic: memberEndpoint({
    method: 'PUT',
    path: '/topics/:topicId',
    summary: 'Create or change a topic (administrator). `version` 0 creates.',
    params: { topicId: Id },
    body: z.object({ ...topicFields, version: z.number().int().nonnegative() }),
    response: Topic,
    audit: 'topic.save',
  }),
  listCareTeams: memberEndpoint({
    method: 'GET',
    path: '/care-teams',
    summary: 'The inboxes, their owners, backups and members (staff).',
    response: z.object({ items: z.array(CareTeam) }),
    audit: { none: 'Not about a patient.' },
  }),
  saveCareTeam: memberEndpoint({
    method: 'PUT',
    path: '/care-teams/:careTeamId',
    summary: 'Create or change an inbox (administrator). `version` 0 creates.',
    params: { careTeamId: Id },
    body: z.object({
      name: BothLanguages,
      ownerId: Id,
      backupId: Id,
      memberIds: z.array(Id).max(limits.careTeamMembers),
      version: z.number().int().nonnegative(),
    }),
    response: CareTeam,
    audit: 'care-team.save',
  }),
  listPractitioners: memberEndpoint({
    method: 'GET',
    path: '/practitioners',
    summary: 'The people who work here (staff).',
    response: z.object({ items: z.array(Practitioner) }),
    audit: { none: 'Not about a patient.' },
  }),
  addPractitioner: memberEndpoint({
    method: 'POST',
    path: '/practitioners',
    summary: 'Add a colleague and make their invitation (administrator).',
    body: z.object({ practitionerId: Id, name, role: z.enum(roles), email: z.email().max(254) }),
    response: z.object({ practitioner: Practitioner, invitation: Invitation }),
    audit: 'practitioner.add',
  }),
  changePractitioner: memberEndpoint({
    method: 'PATCH',
    path: '/practitioners/:practitionerId',
    summary: 'Change role or status (administrator). Suspending or ending takes effect at once, on every device.',
    params: { practitionerId: Id },
    body: z.object({
      name: name.optional(),
      role: z.enum(roles).optional(),
      event: z.enum(['suspend', 'restore', 'end']).optional(),
      version: z.number().int(),
    }),
    response: Practitioner,
    audit: 'practitioner.change',
  }),
  listPatients: memberEndpoint({
    // A search holds a name or a health number: it goes in the body, because addresses end up in logs and histories.
    method: 'POST',
    path: '/patients/search',
    summary: 'Patients by the beginning of their names, or by exact health number (staff).',
    body: z.object({ search: z.string().max(100).optional(), ...page }),
    response: pageOf(Patient),
    audit: 'patient.list',
  }),
  addPatient: memberEndpoint({
    method: 'POST',
    path: '/patients',
    summary: 'Add a patient (staff).',
    body: z.object({ patientId: Id, ...patientFields }),
    response: Patient,
    audit: 'patient.add',
  }),
  readPatient: memberEndpoint({
    method: 'GET',
    path: '/patients/:patientId',
    summary: "A patient's card (staff).",
    params: { patientId: Id },
    response: Patient,
    audit: 'patient.read',
  }),
  changePatient: memberEndpoint({
    method: 'PATCH',
    path: '/patients/:patientId',
    summary: "Change a patient's card (staff).",
    params: { patientId: Id },
    body: z.object({
      familyName: name.optional(),
      givenName: name.optional(),
      birthDate: DateOn.optional(),
      healthNumber: patientFields.healthNumber.optional(),
      language: Language.optional(),
      email: patientFields.email.optional(),
      phone: patientFields.phone.optional(),
      usualPractitionerId: Id.nullable().optional(),
      version: z.number().int(),
    }),
    response: Patient,
    audit: 'patient.change',
  }),
  invitePatient: memberEndpoint({
    method: 'POST',
    path: '/patients/:patientId/invitations',
    summary: 'Make the code with which a patient signs up; the earlier one stops working (staff).',
    params: { patientId: Id },
    response: Invitation,
    audit: 'patient.invite',
  }),
  invitePractitioner: memberEndpoint({
    method: 'POST',
    path: '/practitioners/:practitionerId/invitations',
    summary: 'Make a new code for a colleague; the earlier one stops working (administrator).',
    params: { practitionerId: Id },
    /** Another address than the one invited before: it was wrong, or has changed. */
    body: z.object({ email: z.email().max(254).optional() }),
    response: Invitation,
    audit: 'practitioner.invite',
  }),
}
