// What information may reach whom, by kind: the policy for what is in an answer, whatever call it answers.
import type { Member } from '../policy/facts.ts'
import { inboxWorkers, knowsOf, onFile, seesSubjectAlone } from '../policy/oracle.ts'
import type { Owner } from './canaries.ts'
import type { CrawlFacts } from './load-facts.ts'
import { knowsDocument, knowsTemplate } from '../policy/template-oracle.ts'

export type Reader = {
  /** The member who acts, inside a practice; outside any, all confirmed or suspended memberships of the account. */
  as: Member[]
  accountId: string | null
  isInPractice: boolean
}
export type Known = {
  facts: CrawlFacts
  practiceIds: Record<string, string>
  patientIds: Map<string, string>
  accountIds: Map<string, string>
  now: Date
}

/** Whether this reader may be shown something of this owner's. */
export function mayBeShown(known: Known, reader: Reader, owner: Owner): boolean {
  if (owner.kind === 'account') {
    return !reader.isInPractice && reader.accountId !== null && known.accountIds.get(owner.at) === reader.accountId
  }
  return reader.as.some((member) => {
    if (member.practice !== known.practiceIds[owner.practice]) {
      return false
    }
    return reader.isInPractice ? mayMember(known, member, owner) : isOwnCard(known, member, owner)
  })
}

/** Before a practice is entered one sees one's own name there, and the practice's. */
function isOwnCard(known: Known, member: Member, owner: Owner): boolean {
  switch (owner.kind) {
    case 'practice':
      return true
    case 'demographics':
      return member.part === 'patient' && patientOf(known, owner) === member.id
    case 'staff name':
      return member.part !== 'patient'
    default:
      return false
  }
}

function mayMember(known: Known, member: Member, owner: Owner): boolean {
  if (member.standing !== 'confirmed') {
    return false
  }
  const { facts, now } = known
  const isPatient = member.part === 'patient'
  switch (owner.kind) {
    case 'practice':
    case 'inbox':
    case 'closed day':
    case 'absence note':
    case 'pause words':
    // Patients read it below what the clinic sends them.
    case 'below messages':
    case 'staff name':
      return true
    case 'staff words':
      return !isPatient
    case 'topic':
      return !isPatient || seesTopic(facts, member, owner.at)
    case 'demographics':
    case 'block reason':
      return isPatient ? patientOf(known, owner) === member.id : true
    case 'subject':
    case 'message':
    case 'retraction':
      return inConversation(known, member, owner.at, owner.kind === 'subject')
    case 'letter answered apart': {
      const letter = facts.messages.find(({ id }) => id === owner.at)
      const apart = facts.splits.filter(({ message }) => message === owner.at)
      const where = [letter?.conversation ?? '', ...apart.map(({ conversation }) => conversation)]
      return where.some((id) => inConversation(known, member, id, false))
    }
    case 'note':
    case 'answer that waits':
      return !isPatient && inConversation(known, member, owner.at, false)
    case 'draft':
      return facts.drafts.some((draft) => draft.id === owner.at && draft.author === member.id)
    case 'file':
      return (
        onFile(
          facts,
          member,
          'read',
          facts.files.find(({ id }) => id === owner.at),
          now,
        ) === 'allowed'
      )
    case 'view':
      return known.facts.views.some((view) => view.id === owner.at && view.owner === member.id)
    case 'template':
      return known.facts.templates.some(
        (template) => template.id === owner.at && knowsTemplate(facts, member, template),
      )
    case 'document':
      return known.facts.documents.some(
        (document) => document.id === owner.at && knowsDocument(known.facts, member, document),
      )
    case 'reason':
      return member.part === 'privacy-officer'
    case 'quarantined file':
    case 'account':
    case 'nobody':
      return false
  }
}

function inConversation(known: Known, member: Member, id: string, isSubject: boolean): boolean {
  const { facts, now } = known
  const conversation = facts.conversations.find((each) => each.id === id)
  if (conversation === undefined || !knowsOf(facts, member, conversation, now)) {
    return false
  }
  if (member.part === 'patient') {
    return true
  }
  return inboxWorkers.includes(member.part) && (isSubject || !seesSubjectAlone(facts, member))
}

/** Patients see the open topics, and those of their own conversations. */
function seesTopic(facts: CrawlFacts, member: Member, id: string): boolean {
  return (
    facts.topics.some((topic) => topic.id === id && topic.isOpen) ||
    facts.conversations.some(({ patient, topic }) => patient === member.id && topic === id)
  )
}

export function patientOf(known: Known, owner: Owner): string | undefined {
  return owner.patient === null ? undefined : (known.patientIds.get(owner.patient) ?? owner.patient)
}
