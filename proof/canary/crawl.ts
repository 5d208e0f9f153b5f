import { patientsOnRecord } from './on-record.ts'
import type { Findings } from './findings.ts'
import type { Ground } from './ground.ts'
import type { Heard } from './http.ts'
import { expectedOf, judge, patientsShown, type Expected } from './judge.ts'
import type { At } from './operations/operation.ts'
import type { Probe } from './probes.ts'
import { requestOf } from './requests.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import type { Member } from '../policy/facts.ts'
import type { Caller } from './people.ts'
import type { Kind, Owner } from './canaries.ts'
import type { Twins } from './twins.ts'

export type Done = { probe: Probe; heard: Heard; expected: Expected }

/** Readers change nothing, and may ask at the same time. */
const readersAtOnce = 6

/** Makes probes, those that write one after the other and each in the same world, and holds every answer against the policy. */
export async function crawl(
  ground: Ground,
  probes: Probe[],
  findings: Findings,
  twins: Twins,
  tell: (done: number) => void = () => {},
): Promise<number> {
  let done = 0
  const make = async (probe: Probe, number: number): Promise<void> => {
    const isMade = await makeProbe(ground, probe, findings, twins, number)
    done += isMade ? 1 : 0
    tell(done)
  }
  const readers = probes.filter(({ call }) => call.method === 'GET')
  const writers = probes.filter(({ call }) => call.method !== 'GET')
  let next = 0
  const work = async (): Promise<void> => {
    for (let probe = readers[next++]; probe !== undefined; probe = readers[next++]) {
      await make(probe, next)
    }
  }
  await Promise.all(Array.from({ length: readersAtOnce }, work))
  for (const [index, probe] of writers.entries()) {
    await make(probe, readers.length + index)
  }
  return done
}

async function makeProbe(
  ground: Ground,
  probe: Probe,
  findings: Findings,
  twins: Twins,
  number: number,
): Promise<boolean> {
  const prepared = prepare(ground, probe, number)
  if (prepared === undefined) {
    return false
  }
  const { at, membershipId, own, sent } = prepared
  const expected = expectedOf(probe, at, membershipId)
  const heard = await ground.client.send(sent)
  const sightings = ground.search(heard.bytes)
  const asked = new Set(Object.values(at.ids))
  const named = ground.guardedIds.namedIn(heard.bytes).filter(({ id }) => !asked.has(id))
  const answer = { heard, expected, sightings, named, own, membershipId }
  const { shown } = judge(findings, ground.known, probe, answer)
  const patients = patientsShown(ground.known, probe, shown)
  if (patients.size > 0) {
    findings.look('c')
    const recorded = await patientsOnRecord(ground.place.readers, heard.requestId)
    for (const patient of patients) {
      if (!recorded.has(patient)) {
        findings.add('c', `${probe.call.name} shows a patient’s information without a record of it`, probe.id)
      }
    }
  }
  twins.take(probe, heard, expected, at)
  const mayHaveWritten = probe.call.method !== 'GET' && (heard.status < 300 || probe.call.audience !== 'member')
  if (mayHaveWritten) {
    await ground.world.restore()
  }
  return true
}

/** The request of a probe; nothing when there is no such id to name. */
export function prepare(ground: Ground, probe: Probe, number: number) {
  const { caller, operation } = probe
  const who = memberOf(ground, caller)
  const nounOf = { ...operation.ids, ...operation.optional, ...operation.makes }
  const ids: Record<string, string> = Object.fromEntries(
    Object.keys(operation.makes ?? {}).map((name) => [name, uuidv7()]),
  )
  for (const [name, variant] of Object.entries(probe.picks)) {
    const noun = nounOf[name]
    const id = noun && (ground.picker(noun, variant, caller, who) ?? fallback(ground, probe, name, who))
    if (id === undefined) {
      return undefined
    }
    ids[name] = id
  }
  const own = new Set<string>()
  const at: At = {
    facts: ground.facts,
    caller,
    who,
    ids,
    now: new Date(),
    versionOf: (id) => ground.facts.versions.get(`${who.practice}/${id}`) ?? 0,
    word(kind) {
      const word = ground.canaries.word({
        practice: caller.practice ?? 'A',
        kind,
        patient: patientNamed(ground, kind, ids, who),
        at:
          ids['conversationId'] ??
          ids['draftId'] ??
          ids['attachmentId'] ??
          ids['viewId'] ??
          ids['documentId'] ??
          ids['templateId'] ??
          who.id,
        says: `${kind} typed by ${caller.key}`,
      })
      own.add(word)
      return word
    },
    newId: () => uuidv7(),
    prefix: ground.canaries.prefix,
  }
  const membershipId =
    probe.call.audience === 'member' ? ground.picker('membership', probe.membership, caller, who) : undefined
  if (probe.call.audience === 'member' && membershipId === undefined) {
    return undefined
  }
  const sent = requestOf(probe.call, operation, at, { membershipId, from: addressOf(number) })
  return { at, membershipId, own, sent }
}

/** Who has nothing of their own to name tries something else: the refusal is what is asked for. */
function fallback(ground: Ground, probe: Probe, name: string, who: Member): string | undefined {
  const noun = { ...probe.operation.ids, ...probe.operation.optional }[name]
  if (noun === undefined || probe.picks[name] !== 'own') {
    return undefined
  }
  return ground.picker(noun, 'other', probe.caller, who) ?? ground.picker(noun, 'foreign', probe.caller, who)
}

function memberOf(ground: Ground, caller: Caller): Member {
  const member = ground.facts.members.find(({ id }) => id === caller.membershipId)
  const practice = ground.known.practiceIds[caller.practice ?? 'A'] ?? ''
  return member ?? { id: caller.membershipId ?? '', practice, account: null, part: 'patient', standing: 'ended' }
}

/** Words of these kinds go into a patient's record. */
const inRecords: Kind[] = [
  'demographics',
  'subject',
  'message',
  'note',
  'retraction',
  'draft',
  'file',
  'reason',
  'block reason',
]

/** Whose record the words of a request go into: the one named, that of the conversation or of the draft, or one's own. */
function patientNamed(ground: Ground, kind: Kind, ids: Record<string, string>, who: Member): Owner['patient'] {
  const { facts } = ground
  if (!inRecords.includes(kind)) {
    return null
  }
  const conversation = facts.conversations.find(
    ({ practice, id }) => practice === who.practice && id === ids['conversationId'],
  )
  const draft = facts.drafts.find(({ practice, id }) => practice === who.practice && id === ids['draftId'])
  const isFile = ids['attachmentId'] !== undefined
  const ofDraft = isFile ? draft?.patient : undefined
  const first = facts.patients.find(({ practice }) => practice === who.practice)
  const self = who.part === 'patient' ? who.id : undefined
  return ids['patientId'] ?? conversation?.patient ?? ofDraft ?? self ?? first?.id ?? null
}

/** Another network for every probe: a thousand refusals must not look like one guesser. */
function addressOf(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
}
