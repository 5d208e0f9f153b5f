// Texts that are written once, in the words of the policy: "A template is everybody's, of an inbox, or one's own. Whoever has to
// do with messages or manages the practice knows of everybody's, those of their inboxes and their own; an administrator of every
// inbox's. Everybody's are not for clerks to write. A document is of whoever received it, until a version names it; then it is
// read by whoever knows of its template, and stays."
import { isDutyOf } from './duties.ts'
import type { DocumentFacts, Facts, Member, TemplateFacts } from './facts.ts'
import type { Verdict } from './oracle.ts'

export type TemplateAct = 'read' | 'write'
export type DocumentAct = 'read' | 'remove'

export function knowsTemplate(facts: Facts, who: Member, { practice, inbox, owner }: TemplateFacts): boolean {
  if (practice !== who.practice || !isDutyOf(who.part, 'read templates')) {
    return false
  }
  const isOfInbox = who.part === 'administrator' || isIn(facts, who, inbox)
  return owner === null ? inbox === null || isOfInbox : owner === who.id
}

export function knowsDocument(facts: Facts, who: Member, document: DocumentFacts): boolean {
  const template = facts.templates.find(
    ({ practice, id }) => practice === document.practice && id === document.template,
  )
  return document.isNamed
    ? template !== undefined && knowsTemplate(facts, who, template)
    : document.practice === who.practice && document.by === who.id && isDutyOf(who.part, 'read templates')
}

/** Whoever may know of no template is told so before anything is looked up. */
export function onTemplate(facts: Facts, who: Member, act: TemplateAct, it: TemplateFacts | undefined): Verdict {
  if (!isDutyOf(who.part, 'read templates')) {
    return 'forbidden'
  }
  if (it === undefined || !knowsTemplate(facts, who, it)) {
    return 'hidden'
  }
  return act === 'read' || mayWrite(who, it) ? 'allowed' : 'forbidden'
}

/** A new one of an inbox is for whoever works in it; of one's own, for oneself. */
export function mayWriteAnew(facts: Facts, who: Member, { inbox, owner }: TemplateFacts): boolean {
  const isTheirs =
    owner === null ? inbox === null || who.part === 'administrator' || isIn(facts, who, inbox) : owner === who.id
  return isDutyOf(who.part, 'read templates') && isTheirs && mayWrite(who, { inbox, owner })
}

export function onDocument(
  facts: Facts,
  who: Member,
  act: DocumentAct,
  asked: { template: string; id: string },
): Verdict {
  if (!isDutyOf(who.part, 'read templates')) {
    return 'forbidden'
  }
  const it = facts.documents.find(({ practice, id }) => practice === who.practice && id === asked.id)
  if (it === undefined || it.template !== asked.template || !knowsDocument(facts, who, it)) {
    return 'hidden'
  }
  return act === 'remove' && it.isNamed ? 'forbidden' : 'allowed'
}

function mayWrite(who: Member, { inbox, owner }: Pick<TemplateFacts, 'inbox' | 'owner'>): boolean {
  const isEverybodys = inbox === null && owner === null
  return !isEverybodys || isDutyOf(who.part, 'write texts for everybody')
}

function isIn({ inboxes }: Facts, who: Member, inbox: string | null): boolean {
  return inboxes.some(
    ({ practice, id, members }) => practice === who.practice && id === inbox && members.includes(who.id),
  )
}
