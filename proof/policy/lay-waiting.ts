// Files that wait in a draft with words that colleagues see, to be approved or to go out; and what looks like one and is none. The
// draft, and what waits, have the id of the file.
import type { Place, Scene } from './relations.ts'
import type { makeRows } from './rows.ts'

export const waitingFiles = [
  'in an answer that waits',
  'beside an answer that waits',
  'named with an answer that waits, in another draft',
  'in an answer that was left to the colleagues',
  'in an answer that came back to its author',
  'in an answer that was left, and put away',
  'in a first message that waits',
  'in a proposed answer',
  'beside a proposed answer',
  'named with a proposed answer, in another draft',
  'in a proposed answer that somebody is deciding on',
  'in an answer that was proposed and decided',
  'in an answer that was proposed, and nobody has to decide any more',
] as const
/** They are seen where the conversation is: of each kind of way to that, one. */
const ways = [
  'none',
  'works in its inbox',
  'works in another inbox',
  'has its task to do',
  'acts for who answers for it',
  'is its patient’s usual practitioner',
  'gave a reason',
  'works in the inbox of what it was put into',
  'another has done something in it',
]
/** Whether they are laid down beside this conversation: files are asked of in one state. */
export function hasWaiting(relation: string, state: number): boolean {
  return state === 0 && ways.includes(relation)
}
const inDraftOf: Partial<Record<WaitingFile, WaitingFile>> = {
  'beside an answer that waits': 'in an answer that waits',
  'beside a proposed answer': 'in a proposed answer',
}
type WaitingFile = (typeof waitingFiles)[number]
type Laid = Place & { files: { name: string; id: string }[] }
type Asked = {
  conversation_id: string
  patient_id: string
  author_id: string
  asked: string
  status: 'requested' | 'accepted' | 'completed'
}
type Consulted = Parameters<ReturnType<typeof makeRows>['consult']>[2]

export function layWaiting(
  make: ReturnType<typeof makeRows>,
  { practice, third, home, topic, asked }: Scene & { topic: string; asked: string },
  place: Laid,
): void {
  const { conversation: conversation_id, patient: patient_id, beside } = place
  const idOf = (name: WaitingFile) => place.files.find((file) => file.name === name)?.id ?? ''
  layFiles(make, practice, place, third)
  const of = { conversation_id, patient_id, author_id: third }
  const scheduled = (name: WaitingFile, more: Partial<Parameters<typeof make.scheduled>[2]>) =>
    make.scheduled(practice, idOf(name), { ...of, state: 'waiting', attachment_ids: [idOf(name)], ...more })
  // Of one conversation one waits.
  scheduled('in an answer that waits', {
    conversation_id: beside,
    attachment_ids: [idOf('in an answer that waits'), idOf('named with an answer that waits, in another draft')],
  })
  scheduled('in an answer that was left to the colleagues', { state: 'refused', refusal: 'no-access' })
  scheduled('in an answer that came back to its author', { state: 'refused', refusal: 'patient-wrote' })
  scheduled('in an answer that was left, and put away', { state: 'cancelled', refusal: 'no-access' })
  // Another works where it is to begin.
  make.worksIn(practice, home, third)
  const first = idOf('in a first message that waits')
  scheduled('in a first message that waits', { act: 'start', conversation_id: first })
  make.draft(practice, first, { patient_id, author_id: third, topic_id: topic })

  const consult = (name: WaitingFile, { taskOf = name, ...more }: Partial<Consulted> & { taskOf?: WaitingFile }) =>
    make.consult(practice, idOf(name), {
      conversation_id,
      patient_id,
      asked_care_team_id: asked,
      decided_by_id: null,
      task_id: idOf(taskOf),
      attachment_ids: [idOf(name)],
      ...more,
    })
  const task = (name: WaitingFile, status: 'requested' | 'accepted' | 'completed') =>
    layTask(make, practice, idOf(name), { ...of, asked, status })
  task('in a proposed answer', 'requested')
  consult('in a proposed answer', {
    attachment_ids: [idOf('in a proposed answer'), idOf('named with a proposed answer, in another draft')],
  })
  consult('in an answer that was proposed and decided', { taskOf: 'in a proposed answer', decided_by_id: third })
  task('in a proposed answer that somebody is deciding on', 'accepted')
  consult('in a proposed answer that somebody is deciding on', {})
  task('in an answer that was proposed, and nobody has to decide any more', 'completed')
  consult('in an answer that was proposed, and nobody has to decide any more', {})
}

/** In another practice all of them wait, under the same ids. */
export function layAllWaiting(
  make: ReturnType<typeof makeRows>,
  { practice, third, topic, asked }: Scene & { topic: string; asked: string },
  place: Laid,
): void {
  const { conversation: conversation_id, patient: patient_id } = place
  const of = { conversation_id, patient_id, author_id: third }
  layFiles(make, practice, place, third)
  for (const name of waitingFiles) {
    const id = place.files.find((file) => file.name === name)?.id ?? ''
    const attachment_ids = [id]
    make.scheduled(practice, id, { ...of, state: 'refused', refusal: 'no-access', attachment_ids })
    make.draft(practice, id, { patient_id, author_id: third, topic_id: topic })
    layTask(make, practice, id, { ...of, asked, status: 'requested' })
    const decision = { asked_care_team_id: asked, decided_by_id: null }
    make.consult(practice, id, { conversation_id, patient_id, ...decision, task_id: id, attachment_ids })
  }
}

function layFiles(make: ReturnType<typeof makeRows>, practice: string, place: Laid, uploaded_by_id: string): void {
  const idOf = (name: WaitingFile) => place.files.find((file) => file.name === name)?.id ?? ''
  for (const name of waitingFiles) {
    const draft_id = idOf(inDraftOf[name] ?? name)
    const kept = { conversation_id: null, status: 'clean', uploaded_by_id, draft_id } as const
    make.file(practice, idOf(name), { patient_id: place.patient, ...kept })
  }
}

/** To be decided in an inbox in which nobody works: nobody knows of the conversation by it. */
function layTask(
  make: ReturnType<typeof makeRows>,
  practice: string,
  id: string,
  { conversation_id, patient_id, author_id, asked, status }: Asked,
): void {
  const owner_id = status === 'accepted' ? author_id : null
  const whose = { care_team_id: asked, owner_id, escalated_to_id: null }
  make.task(practice, id, { conversation_id, patient_id, kind: 'follow-up', status, ...whose })
}
