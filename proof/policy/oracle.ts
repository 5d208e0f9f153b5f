// The policy, written a second time from the words it was agreed in and never from the server's code:
// "A staff member sees the conversations of the inboxes they work in, those assigned to them and those of their own patients;
// anything else needs a stated reason. A conversation that was put into another is answered there: whoever has that to do sees
// both. While somebody is away, who acts for them sees what they answer for. Clerks read what arrives in their inboxes by default; a practice can restrict them to
// topic and subject." Whoever manages the practice, and the privacy officer, have no part in conversations. Membership must be
// confirmed for anything. What one may not know of is not there (hidden); what one may know of and not do is forbidden.
import type { ConversationFacts, DoneFacts, Facts, FileFacts, Member, Part, TaskFacts } from './facts.ts'

export type Verdict = 'hidden' | 'forbidden' | 'allowed'

/** Who answers patients, and who else works in inboxes. */
export const clinicians: readonly Part[] = ['physician', 'nurse-practitioner', 'nurse']
export const inboxWorkers: readonly Part[] = ['physician', 'nurse-practitioner', 'nurse', 'clerk']

export type ConversationAct = 'read' | 'send' | 'retract' | 'close' | 'reopen' | 'file' | 'note' | 'assign' | 'merge'
export type TaskAct = 'list' | 'accept' | 'release' | 'assign' | 'complete'
export type FileAct = 'read' | 'download' | 'remove'

/** Whether somebody may know that a conversation exists. */
export function knowsOf(facts: Facts, who: Member, it: ConversationFacts, now: Date): boolean {
  if (who.standing !== 'confirmed' || who.practice !== it.practice) {
    return false
  }
  if (who.part === 'patient') {
    return it.patient === who.id
  }
  const worksIn = (id: string | null): boolean =>
    facts.inboxes.some((inbox) => inbox.practice === it.practice && inbox.id === id && inbox.members.includes(who.id))
  const hasTask = facts.tasks.some(
    (task) =>
      task.practice === it.practice &&
      (task.conversation === it.id || task.conversation === it.mergedInto) &&
      task.isOpen &&
      ([task.owner, task.escalatedTo].includes(who.id) || worksIn(task.inbox)),
  )
  const actsForWhoeverAnswers = facts.absences.some(
    (absence) =>
      absence.practice === it.practice &&
      absence.practitioner !== null &&
      absence.practitioner === it.responsible &&
      !absence.isCancelled &&
      absence.startsAt.getTime() <= now.getTime() &&
      now.getTime() < absence.endsAt.getTime() &&
      (absence.coveringPractitioner === who.id || worksIn(absence.coveringInbox)),
  )
  const isOwnPatient = facts.patients.some(
    (patient) => patient.practice === it.practice && patient.id === it.patient && patient.usualPractitioner === who.id,
  )
  const statedReason = facts.reasons.some(
    (reason) =>
      reason.practice === it.practice &&
      reason.patient === it.patient &&
      reason.practitioner === who.id &&
      reason.expiresAt.getTime() > now.getTime(),
  )
  return worksIn(it.inbox) || hasTask || actsForWhoeverAnswers || isOwnPatient || statedReason
}

/** A clerk where the practice shows clerks topic and subject alone. */
export function seesSubjectAlone(facts: Facts, who: Member): boolean {
  const practice = facts.practices.find(({ id }) => id === who.practice)
  return who.part === 'clerk' && practice?.clerksSee === 'subject'
}

export function onConversation(
  facts: Facts,
  who: Member,
  act: ConversationAct,
  it: ConversationFacts | undefined,
  now: Date,
): Verdict {
  if (it === undefined || !knowsOf(facts, who, it, now)) {
    return 'hidden'
  }
  return mayWith(facts, who, act, it, now) ? 'allowed' : 'forbidden'
}

/** The same, and of what was put into another whether it is refused only because it is done there. */
export function onConversationOrHead(
  facts: Facts,
  who: Member,
  act: ConversationAct,
  it: ConversationFacts | undefined,
  now: Date,
): Verdict | 'elsewhere' {
  const verdict = onConversation(facts, who, act, it, now)
  const isOnlyThere =
    verdict === 'forbidden' && it !== undefined && mayWith(facts, who, act, { ...it, mergedInto: null }, now)
  return isOnlyThere ? 'elsewhere' : verdict
}

/**
 * The same for an act that may be asked for twice: whoever has done this very act, and by it lost sight of the conversation,
 * is told of it again where the act is theirs.
 */
export function onAgain(
  facts: Facts,
  who: Member,
  act: ConversationAct,
  it: ConversationFacts | undefined,
  asked: Pick<DoneFacts, 'kind' | 'id'>,
  now: Date,
): Verdict | 'elsewhere' {
  const verdict = onConversationOrHead(facts, who, act, it, now)
  if (verdict !== 'hidden' || it === undefined || who.standing !== 'confirmed' || who.part === 'patient') {
    return verdict
  }
  const hasDone = facts.done.some(
    ({ practice, kind, id, conversation, by }) =>
      practice === who.practice &&
      kind === asked.kind &&
      id === asked.id &&
      conversation === it.id &&
      practice === it.practice &&
      by === who.id,
  )
  return hasDone && mayWith(facts, who, act, it, now) ? 'allowed' : 'hidden'
}

function mayWith(facts: Facts, who: Member, act: ConversationAct, it: ConversationFacts, now: Date): boolean {
  // What was put into another goes on there; its own words are still read, withdrawn and filed, and it is taken out again.
  if (it.mergedInto !== null && !['read', 'retract', 'file', 'merge'].includes(act)) {
    return false
  }
  if (who.part === 'patient') {
    if (act === 'read') {
      return true
    }
    if (act === 'retract') {
      return it.isOpen
    }
    return act === 'send' && patientMayWrite(it, now)
  }
  if (!inboxWorkers.includes(who.part)) {
    return false
  }
  // Whoever sees topic and subject alone still triages: reads those, writes a note, hands on. Words are for those who see words.
  const needsWords = !['read', 'note', 'assign'].includes(act)
  return !(needsWords && seesSubjectAlone(facts, who))
}

/** One-way takes no reply; reply-until takes them until then; a closed conversation for the topic's days. */
function patientMayWrite(it: ConversationFacts, now: Date): boolean {
  if (it.mode === 'one-way') {
    return false
  }
  if (it.mode === 'reply-until' && (it.replyUntil === null || it.replyUntil.getTime() < now.getTime())) {
    return false
  }
  if (it.isOpen) {
    return true
  }
  const day = 24 * 60 * 60 * 1000
  return it.closedAt !== null && now.getTime() - it.closedAt.getTime() <= it.reopenDays * day
}

/** A task is known to whoever knows of its conversation; the patient has no part in it. */
export function onTask(facts: Facts, who: Member, act: TaskAct, task: TaskFacts | undefined, now: Date): Verdict {
  const conversation = facts.conversations.find(
    ({ practice, id }) => practice === task?.practice && id === task.conversation,
  )
  if (task === undefined || conversation === undefined || !knowsOf(facts, who, conversation, now)) {
    return 'hidden'
  }
  if (!inboxWorkers.includes(who.part)) {
    return 'forbidden'
  }
  // A letter and a colleague's words are done with by whoever can read them; anybody may telephone.
  const needsWords = act === 'complete' && task.kind !== 'contact-patient'
  return needsWords && seesSubjectAlone(facts, who) ? 'forbidden' : 'allowed'
}

/**
 * In a draft a file is its author's alone, unless colleagues see the words with which it waits: then whoever works there and sees
 * those words opens it, and nobody else takes it out. Once sent it follows the conversation in which its message was written, and just as
 * much the one in which that message is answered apart; nobody takes it back.
 */
export function onFile(facts: Facts, who: Member, act: FileAct, file: FileFacts | undefined, now: Date): Verdict {
  if (file === undefined || file.isRemoved || file.practice !== who.practice || who.standing !== 'confirmed') {
    return 'hidden'
  }
  if (file.conversation === null) {
    return file.uploadedBy === who.id ? 'allowed' : onWaitingFile(facts, who, act, file, now)
  }
  const { splits } = facts
  const apart = splits.find(({ practice, message }) => practice === file.practice && message === file.message)
  const readings = [file.conversation, apart?.conversation].map((wanted) => {
    const conversation = facts.conversations.find(({ practice, id }) => practice === file.practice && id === wanted)
    return onConversation(facts, who, 'read', conversation, now)
  })
  const reading = readings.find((verdict) => verdict !== 'hidden') ?? 'hidden'
  if (reading !== 'allowed') {
    return reading
  }
  return act === 'remove' || seesSubjectAlone(facts, who) ? 'forbidden' : 'allowed'
}

/** Words on their way are the clinic's: a patient has no part in them, nor has who manages the practice. */
function onWaitingFile(facts: Facts, who: Member, act: FileAct, file: FileFacts, now: Date): Verdict {
  if (who.part === 'patient') {
    return 'hidden'
  }
  const conversation = facts.conversations.find(({ practice, id }) => practice === file.practice && id === file.waitsIn)
  const worksThere =
    inboxWorkers.includes(who.part) &&
    facts.inboxes.some(
      ({ practice, id, members }) => practice === file.practice && id === file.waitsFor && members.includes(who.id),
    )
  const reading = worksThere ? 'allowed' : onConversation(facts, who, 'read', conversation, now)
  const isForbidden = act === 'remove' || seesSubjectAlone(facts, who)
  return reading === 'allowed' && isForbidden ? 'forbidden' : reading
}

/** Writing to a patient, or a draft for one: patients for themselves, those who work in inboxes for anyone of the practice. */
export function onWritingTo(facts: Facts, who: Member, patientId: string): Verdict {
  const isThere = facts.patients.some(({ practice, id }) => practice === who.practice && id === patientId)
  if (who.standing !== 'confirmed' || !isThere || (who.part === 'patient' && who.id !== patientId)) {
    return 'hidden'
  }
  return who.part === 'patient' || inboxWorkers.includes(who.part) ? 'allowed' : 'forbidden'
}

/** Their own absence a colleague writes, the owner of an inbox the inbox's, an administrator any. */
export function onAbsenceOf(who: Member, whose: { practitioner: string | null; inboxOwner: string | null }): Verdict {
  const isTheirs = inboxWorkers.includes(who.part) && [whose.practitioner, whose.inboxOwner].includes(who.id)
  return who.part === 'administrator' || isTheirs ? 'allowed' : 'forbidden'
}
