// Whose ids a probe names: one's own, another patient's, another practice's, one that is gone, one that never was, and what is
// no id at all.
import { createHash } from 'node:crypto'
import type { Member } from '../policy/facts.ts'
import { knowsOf, onFile } from '../policy/oracle.ts'
import type { CrawlFacts } from './load-facts.ts'
import { knowsDocument, knowsTemplate } from '../policy/template-oracle.ts'
import type { Noun } from './operations/operation.ts'
import type { Caller } from './people.ts'

export const variants = ['own', 'other', 'foreign', 'deleted', 'absent'] as const
export type Variant = (typeof variants)[number] | `malformed ${number}` | `each ${number}`

/** Not ids: words, other spellings of an id, ends of paths, injections. Percent-encoded where they stand in a path. */
export const malformed = [
  'not-an-id',
  '0',
  '{018f0000-0000-7000-8000-000000000000}',
  "018f0000-0000-7000-8000-00000000000'",
  '018f0000-0000-7000-8000-000000000000\u0000',
  '../../account',
  '018f000000007000800000000000000018f000000007000800000000000000018f0000000070008000000000000000'.repeat(3),
]

export type Picker = (noun: Noun, variant: Variant, caller: Caller, who: Member) => string | undefined

/** `gone`: ids of things that were there once and are not any more. */
export function makePicker(facts: CrawlFacts, gone: Map<Noun, string>, now: Date): Picker {
  const sorted = new Map<string, Sorted>()
  const sortedFor = (noun: Noun, caller: Caller, who: Member): Sorted => {
    const key = `${noun} ${caller.key}`
    const known = sorted.get(key) ?? sort(facts, noun, caller, who, now)
    sorted.set(key, known)
    return known
  }
  return (noun, variant, caller, who) => {
    if (variant.startsWith('malformed')) {
      return malformed[Number(variant.slice('malformed '.length))]
    }
    if (variant.startsWith('each')) {
      return eachOf(facts, noun, Number(variant.slice('each '.length)))
    }
    if (variant === 'absent') {
      return absentId(caller.key, noun)
    }
    if (variant === 'deleted') {
      return gone.get(noun)
    }
    const list = sortedFor(noun, caller, who)[variant as 'own' | 'other' | 'foreign']
    return list[numberOf(caller.key) % Math.max(1, list.length)]
  }
}

type Row = { practice: string; id: string }
type Sorted = Record<'own' | 'other' | 'foreign', string[]>

/** Rows of a practice: those this caller has a part in, the others of their practice, and those of the other practice. */
function sort(facts: CrawlFacts, noun: Noun, caller: Caller, who: Member, now: Date): Sorted {
  const rows = allOf(facts, noun)
  const isOwn = ownership(facts, noun, caller, who, now)
  const inside = rows.filter(({ practice }) => practice === who.practice)
  return {
    own: inside.filter((row) => isOwn(row.id)).map(({ id }) => id),
    other: inside.filter((row) => !isOwn(row.id)).map(({ id }) => id),
    foreign: rows.filter(({ practice }) => practice !== who.practice).map(({ id }) => id),
  }
}

/**
 * Conversations that stand with others, and the files of letters that are answered apart: the quick selection asks for each.
 * A consult or a second follow-up makes others know of a conversation; a split or a merge lets it be read in another.
 */
export function tangledIds(facts: CrawlFacts): Set<string> {
  const letters = new Map(facts.messages.map(({ id, conversation }) => [id, conversation]))
  const followUps = Map.groupBy(
    facts.tasks.filter(({ kind }) => kind === 'follow-up'),
    ({ conversation }) => conversation,
  )
  return new Set([
    ...facts.conversations.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [id, mergedInto])),
    ...facts.splits.flatMap(({ message, conversation }) => [conversation, letters.get(message) ?? '']),
    ...facts.files.flatMap(({ id, message }) => (facts.splits.some((one) => one.message === message) ? [id] : [])),
    ...facts.consults.map(({ conversation }) => conversation),
    ...[...followUps].flatMap(([id, some]) => (some.length > 1 ? [id] : [])),
  ])
}

/** The one that is asked for as the `index`th of its noun. */
export function eachOf(facts: CrawlFacts, noun: Noun, index: number): string | undefined {
  return allOf(facts, noun)[index]?.id
}

/** How many there are of a noun, in all practices. */
export function countOf(facts: CrawlFacts, noun: Noun): number {
  return allOf(facts, noun).length
}

function allOf(facts: CrawlFacts, noun: Noun): Row[] {
  const ofAccount = (things: { id: string; account: string }[]) =>
    things.map(({ id, account }) => ({
      id,
      practice: facts.members.find((member) => member.account === account)?.practice ?? '',
    }))
  switch (noun) {
    case 'membership':
      return facts.members
    case 'conversation':
      return facts.conversations
    case 'message':
      return facts.messages
    case 'draft':
      return facts.drafts.filter(({ hasEnded }) => !hasEnded)
    case 'scheduled-send':
      return facts.scheduledSends
    case 'file':
      return facts.files.filter(({ isRemoved }) => !isRemoved)
    case 'task':
      return facts.tasks.filter(({ isOpen }) => isOpen)
    case 'patient':
      return facts.patients
    case 'practitioner':
      return facts.members.filter(({ part }) => part !== 'patient')
    case 'inbox':
      return facts.inboxes
    case 'topic':
      return facts.topics
    case 'reason':
      return facts.reasons
    case 'absence':
      return facts.absences
    case 'rotation':
      return facts.rotations
    case 'view':
      return facts.views
    case 'pause':
      return facts.pauses
    case 'block':
      return facts.blocks
    case 'template':
      return facts.templates
    case 'document':
      return facts.documents
    case 'label':
      return facts.labels
    case 'consult':
      return facts.consults
    case 'session':
      return ofAccount(facts.sessions)
    case 'passkey':
      return ofAccount(facts.passkeys)
  }
}

function ownership(facts: CrawlFacts, noun: Noun, caller: Caller, who: Member, now: Date): (id: string) => boolean {
  // What somebody would see if they were confirmed: people of every standing knock at the doors that matter to them.
  const as = { ...who, standing: 'confirmed' as const }
  const conversation = (id: string | null) => {
    const found = facts.conversations.find((each) => each.id === id)
    return found !== undefined && knowsOf(facts, as, found, now)
  }
  switch (noun) {
    case 'membership':
      return (id) => id === caller.membershipId
    case 'conversation':
      return conversation
    case 'message':
      return (id) => facts.messages.find((each) => each.id === id)?.author === who.id
    case 'consult':
      return (id) => conversation(facts.consults.find((each) => each.id === id)?.conversation ?? null)
    case 'draft':
      return (id) => facts.drafts.find((each) => each.id === id)?.author === who.id
    case 'scheduled-send':
      return (id) => conversation(facts.scheduledSends.find((each) => each.id === id)?.conversation ?? null)
    case 'file':
      return (id) => {
        const file = facts.files.find((each) => each.id === id)
        return onFile(facts, as, 'read', file, now) === 'allowed'
      }
    case 'task':
      return (id) => conversation(facts.tasks.find((each) => each.id === id)?.conversation ?? null)
    case 'patient':
      return (id) => (who.part === 'patient' ? id === who.id : firstHalf(id))
    case 'practitioner':
      return (id) => id !== who.id && firstHalf(id)
    case 'inbox':
      return (id) => facts.inboxes.find((each) => each.id === id)?.members.includes(who.id) === true
    case 'topic':
      return (id) => facts.topics.find((each) => each.id === id)?.isOpen === true
    case 'reason':
    case 'pause':
    case 'block':
    case 'label':
      return () => true
    case 'absence':
      return (id) => facts.absences.find((each) => each.id === id)?.practitioner === who.id
    case 'view':
      return (id) => facts.views.find((each) => each.id === id)?.owner === who.id
    case 'template':
      return (id) => facts.templates.some((each) => each.id === id && knowsTemplate(facts, as, each))
    case 'document':
      return (id) => facts.documents.some((each) => each.id === id && knowsDocument(facts, as, each))
    case 'rotation':
      return (id) => facts.rotations.find((each) => each.id === id)?.practitioner === who.id
    case 'session':
      return (id) => facts.sessions.find((each) => each.id === id)?.account === caller.accountId
    case 'passkey':
      return (id) => facts.passkeys.find((each) => each.id === id)?.account === caller.accountId
  }
}

/** Staff stand in no closer relation to one row than to another: half of them are "own". */
function firstHalf(id: string): boolean {
  return Number.parseInt(id.slice(-1), 16) < 8
}

function numberOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0)
}

/** A well-made id of nothing, the same in every run. */
function absentId(key: string, noun: Noun): string {
  const hex = createHash('sha256').update(`${key} ${noun}`).digest('hex')
  return `018f0000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}
