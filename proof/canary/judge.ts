import type { Member } from '../policy/facts.ts'
import type { Owner } from './canaries.ts'
import { type Known, mayBeShown, patientOf, type Reader } from './content.ts'
import type { Findings } from './findings.ts'
import { mayKnow } from './guarded-ids.ts'
import type { Heard } from './http.ts'
import type { At, Verdict } from './operations/operation.ts'
import type { Probe } from './probes.ts'
import type { Sighting } from './search.ts'

export type Expected = Verdict | 'signed-out' | 'malformed'

/** What the policy says of a probe before it is sent. */
export function expectedOf(probe: Probe, at: At, membershipId: string | undefined): Expected {
  const { call, caller, operation } = probe
  const isBroken = [probe.membership, ...Object.values(probe.picks)].some((variant) => variant.startsWith('malformed'))
  if (isBroken) {
    return 'malformed'
  }
  if (call.audience === 'anyone') {
    return 'open'
  }
  if (caller.session !== 'full') {
    return 'signed-out'
  }
  if (call.audience === 'account') {
    return operation.verdict(at)
  }
  const member = at.facts.members.find(({ id }) => id === membershipId)
  if (member === undefined || member.account !== caller.accountId) {
    return 'hidden'
  }
  return member.standing === 'confirmed' ? operation.verdict({ ...at, who: member }) : 'forbidden'
}

/** Whether an answer's status is one that this verdict allows. */
export function isFitting(expected: Expected, status: number, method: string): boolean {
  if (status >= 500) {
    return false
  }
  switch (expected) {
    case 'signed-out':
      return status === 401
    case 'hidden':
      return status === 404
    case 'forbidden':
      return status === 403
    case 'malformed':
    case 'refused':
    case 'invalid':
      return status >= 400
    case 'allowed':
      return method === 'GET' ? status < 300 : status < 300 || [409, 410, 413, 415, 416, 422].includes(status)
    case 'open':
      return true
  }
}

export type Answer = {
  heard: Heard
  expected: Expected
  sightings: Sighting[]
  /** Guarded things named in the answer that the request did not name. */
  named: { id: string; noun: string }[]
  /** Words of the request itself. */
  own: Set<string>
  membershipId: string | undefined
}

/** Holds one answer against the policy: its status, every word in it, and every thing it names. */
export function judge(findings: Findings, known: Known, probe: Probe, answer: Answer): { shown: Owner[] } {
  const { heard, expected, sightings, own } = answer
  findings.look('b')
  if (!isFitting(expected, heard.status, probe.call.method)) {
    const proof = heard.status >= 500 ? 'r' : 'b'
    findings.add(proof, `${probe.call.name} answers ${heard.status} where the policy says ${expected}`, probe.id)
  }
  const reader = readerOf(known, probe, answer.membershipId)
  findings.look('a')
  for (const { owner, form, word } of sightings) {
    const isOwnWord = own.has(word) && heard.status < 400 && (expected === 'allowed' || expected === 'open')
    if (isOwnWord) {
      continue
    }
    if (owner === undefined) {
      findings.add('b', `${probe.call.name} answers with a damaged word (${form})`, probe.id)
    } else if (own.has(word)) {
      findings.add('b', `${probe.call.name} repeats ${owner.says} in a refusal`, probe.id)
    } else if (!mayBeShown(known, reader, owner)) {
      const isOtherPractice = !reader.as.some(({ practice }) => practice === known.practiceIds[owner.practice])
      findings.add(
        isOtherPractice ? 'a' : 'b',
        `${probe.call.name} shows ${owner.kind} (${owner.says}, ${form})`,
        probe.id,
      )
    }
  }
  for (const thing of answer.named) {
    if (!reader.as.some((member) => mayKnow(known.facts, member, thing, known.now))) {
      findings.add('b', `${probe.call.name} names a ${thing.noun} that they may not know of`, probe.id)
    }
  }
  return { shown: sightings.flatMap(({ owner }) => owner ?? []) }
}

function readerOf(known: Known, probe: Probe, membershipId: string | undefined): Reader {
  const { caller, call } = probe
  const isSignedIn = caller.session === 'full'
  const ofAccount = known.facts.members.filter(({ account }) => account !== null && account === caller.accountId)
  const as: Member[] = !isSignedIn
    ? []
    : call.audience === 'member'
      ? ofAccount.filter(({ id }) => id === membershipId)
      : ofAccount.filter(({ standing }) => ['confirmed', 'suspended'].includes(standing))
  return { as, accountId: isSignedIn ? caller.accountId : null, isInPractice: call.audience === 'member' }
}

/**
 * The patients whose information an answer held, each of whom must stand in the record of this request. One's own name in the
 * list of what one may act as is no look at a record, and is the only exception.
 */
export function patientsShown(known: Known, probe: Probe, shown: Owner[]): Set<string> {
  const isOwnCard = (owner: Owner) => probe.call.name === 'readSession' && owner.kind === 'demographics'
  return new Set(
    shown.flatMap((owner) => (owner.patient === null || isOwnCard(owner) ? [] : (patientOf(known, owner) ?? []))),
  )
}
