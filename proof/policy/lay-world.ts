// One random practice as rows. Whatever is called the same has the same id in all of them.
import type { Member } from './facts.ts'
import { counter } from './grid.ts'
import { at } from './relations.ts'
import type { makeRows } from './rows.ts'
import type { World } from './worlds.ts'

type Maker = ReturnType<typeof makeRows>
export type Placed = { practice: string; members: Member[] }

const nouns = ['people', 'inboxes', 'patients', 'conversations', 'letters', 'files', 'done', 'templates', 'documents']
const ids = counter(1)
const id = Object.fromEntries(nouns.map((noun) => [noun, Array.from({ length: 12 }, () => ids.next())]))
const named = (noun: string, index: number | null) => (index === null ? null : (id[noun]?.[index] ?? null))
const known = (noun: string, index: number) => named(noun, index) ?? ''

/** A practice as this world says, among the others of the same ids. */
export function layWorld(make: Maker, practice: string, world: World): Placed {
  const rest = counter(0x2_000_000)
  make.practice(practice, world.clerksSee)
  const staff = world.parts.map((part, index): Member => {
    make.practitioner(practice, known('people', index))
    return { id: known('people', index), practice, account: null, part, standing: 'confirmed' }
  })
  for (const inbox of [0, 1]) {
    make.inbox(practice, known('inboxes', inbox), known('people', 0), known('people', 1))
    make.topic(practice, known('inboxes', inbox), known('inboxes', inbox), 3)
  }
  world.works.forEach(({ inbox, who }) => make.worksIn(practice, known('inboxes', inbox), known('people', who)))
  const patients = world.usual.map((usual, index): Member => {
    make.patient(practice, known('patients', index), named('people', usual))
    return { id: known('patients', index), practice, account: null, part: 'patient', standing: 'confirmed' }
  })
  world.conversations.forEach((one, index) =>
    make.conversation(practice, known('conversations', index), {
      patient_id: known('patients', one.patient),
      topic_id: known('inboxes', one.inbox),
      care_team_id: known('inboxes', one.inbox),
      mode: one.mode,
      reply_until: one.mode === 'reply-until' ? at(one.until) : null,
      closed_at: one.closed === null ? null : at(one.closed),
      responsible_id: named('people', one.responsible),
      merged_into_id: world.isMerged && index === 1 && isOfOnePatient(world) ? known('conversations', 0) : null,
    }),
  )
  world.tasks.forEach((one) =>
    make.task(practice, rest.next(), {
      conversation_id: known('conversations', one.of),
      patient_id: known('patients', 0),
      kind: one.kind,
      for_care_team_id: named('inboxes', one.asked),
      status: one.status === 'accepted' && one.owner === null ? 'requested' : (one.status as 'requested'),
      care_team_id: known('inboxes', one.inbox),
      owner_id: named('people', one.owner),
      escalated_to_id: named('people', one.escalated),
    }),
  )
  world.absences.forEach((one) => {
    const inbox = one.of === 'inbox' ? one.who % 2 : null
    const coversThemself = one.of === 'person' ? one.covering === one.who : one.covering % 2 === inbox
    make.absence(practice, rest.next(), {
      practitioner_id: one.of === 'person' ? known('people', one.who) : null,
      care_team_id: named('inboxes', inbox),
      covering_practitioner_id:
        one.by === 'person' && !(one.of === 'person' && coversThemself) ? known('people', one.covering) : null,
      covering_care_team_id:
        one.by === 'inbox' && !(one.of === 'inbox' && coversThemself) ? known('inboxes', one.covering % 2) : null,
      starts_at: at(one.from),
      ends_at: at(one.from + one.minutes),
      cancelled_at: one.isCancelled ? at(0) : null,
    })
  })
  world.reasons.forEach(({ patient, who, until }) =>
    make.reason(practice, rest.next(), {
      patient_id: known('patients', patient),
      practitioner_id: known('people', who),
      expires_at: at(until),
    }),
  )
  layLetters(make, practice, world)
  world.done.forEach((one, index) => layDone(make, practice, one, index, world))
  layTemplates(make, practice, world)
  return { practice, members: [...staff, ...patients] }
}

function isOfOnePatient({ conversations: [first, second] }: World): boolean {
  return first.patient === second.patient
}

/** Two letters of the first conversation and one of the second, a file with each; and a file in a draft. */
function layLetters(make: Maker, practice: string, world: World): void {
  const letters = [0, 0, 1].map((of, index) => {
    const patient_id = known('patients', world.conversations[of === 0 ? 0 : 1].patient)
    const conversation_id = known('conversations', of)
    make.message(practice, known('letters', index), { conversation_id, patient_id, author_id: patient_id })
    return { conversation_id, patient_id, message_id: known('letters', index) }
  })
  if (world.isSplit && isOfOnePatient(world)) {
    make.split(practice, known('conversations', 1), known('conversations', 0), [known('letters', 0)])
  }
  world.files.forEach(({ by, isRemoved }, index) => {
    const letter = letters[index]
    make.file(practice, known('files', index), {
      ...(letter ?? { patient_id: known('patients', 0), conversation_id: null }),
      // In a draft it may be anybody's.
      uploaded_by_id: letter === undefined ? known('people', by) : letter.patient_id,
      draft_id: letter === undefined ? known('files', index) : null,
      status: isRemoved ? 'removed' : 'clean',
    })
  })
  layWaiting(make, practice, world)
}

/** The last file: the draft, and what waits, have its id. */
function layWaiting(make: Maker, practice: string, { waiting, conversations, files }: World): void {
  const { how, of, inbox, status } = waiting
  const id = known('files', files.length - 1)
  const author_id = known('people', files[files.length - 1]?.by ?? 0)
  const patient_id = known('patients', conversations[of === 0 ? 0 : 1].patient)
  const place = { conversation_id: known('conversations', of), patient_id }
  const held = { author_id, attachment_ids: [id] }
  switch (how) {
    case 'not':
      return
    case 'left':
      return make.scheduled(practice, id, { ...place, ...held, state: 'refused', refusal: 'no-access' })
    case 'back':
      return make.scheduled(practice, id, { ...place, ...held, state: 'refused', refusal: 'patient-wrote' })
    case 'first':
      make.draft(practice, id, { patient_id, author_id, topic_id: known('inboxes', inbox) })
      return make.scheduled(practice, id, { ...place, ...held, conversation_id: id, act: 'start', state: 'waiting' })
    case 'asked': {
      const task = { care_team_id: known('inboxes', inbox), owner_id: null, escalated_to_id: null }
      make.task(practice, id, {
        ...place,
        ...task,
        kind: 'follow-up',
        status: status === 'accepted' ? 'requested' : status,
      })
      const decision = { asked_care_team_id: known('inboxes', inbox), decided_by_id: null }
      return make.consult(practice, id, { ...place, ...decision, task_id: id, attachment_ids: [id] })
    }
  }
}

function layDone(make: Maker, practice: string, one: World['done'][number], index: number, world: World): void {
  const id = known('done', index)
  const by = known('people', one.by)
  const patient_id = known('patients', world.conversations[one.of === 0 ? 0 : 1].patient)
  const of = { conversation_id: known('conversations', one.of), patient_id }
  switch (one.kind) {
    case 'written':
      return make.message(practice, id, { ...of, author_id: by })
    case 'approved':
      return make.message(practice, id, {
        ...of,
        author_id: known('people', (one.by + 1) % world.parts.length),
        approved_by_id: by,
      })
    case 'sent later':
    case 'waiting': {
      const hasWaiting = world.done
        .slice(0, index)
        .some(({ kind, of: other }) => kind === 'waiting' && other === one.of)
      const state = one.kind === 'waiting' && !hasWaiting ? 'waiting' : 'sent'
      return make.scheduled(practice, id, { ...of, author_id: by, state })
    }
    case 'decided':
    case 'asked':
      return make.consult(practice, id, {
        ...of,
        asked_care_team_id: known('inboxes', one.of),
        decided_by_id: one.kind === 'decided' ? by : null,
      })
    case 'given':
      return make.given(practice, id, {
        conversation_id: of.conversation_id,
        task_id: id,
        giver_id: by,
        care_team_id: known('inboxes', 0),
      })
  }
}

/** Documents of the last template are of one that nobody has saved yet. */
function layTemplates(make: Maker, practice: string, world: World): void {
  world.templates.forEach(({ inbox, owner, isOwn }, index) =>
    make.template(practice, known('templates', index), {
      care_team_id: isOwn ? null : named('inboxes', inbox),
      practitioner_id: isOwn ? known('people', owner) : null,
    }),
  )
  world.documents.forEach(({ of, by, isNamed, isRemoved }, index) =>
    make.document(practice, known('documents', index), {
      template_id: known('templates', of),
      uploaded_by_id: known('people', by),
      status: isRemoved && !isNamed ? 'removed' : 'clean',
      named_at: isNamed ? at(-90) : null,
    }),
  )
}
