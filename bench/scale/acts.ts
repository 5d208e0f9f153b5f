import { createHash } from 'node:crypto'
import { writeAuditEntry } from '../../server/access/audit-entry.ts'
import type { NewEntry } from '../../server/access/audit.ts'
import { seededId } from '../seeded.ts'
import { messageId } from './conversation-rows.ts'
import type { PlannedConversation } from './history.ts'
import type { LoadedPractice } from './people.ts'

/** One act as it goes into the log. */
export type Act = { id: string; at: Date; payload: Buffer }

/**
 * What a message sets off in its life, out of the load model's 25 acts: 14 looks at a list, 2.5 openings by the clinic, one search
 * for five messages. The rest is reading and writing by both sides, and what the system does.
 */
const life: [weight: number, kind: Kind][] = [
  [14, 'list'],
  [2.5, 'clinic-reads'],
  [1.5, 'patient-reads'],
  [1, 'send'],
  [1, 'patient-lists'],
  [2, 'draft'],
  [0.2, 'search'],
  [0.8, 'accept'],
  [2, 'system'],
]
export const actsOfLife = life.reduce((sum, [weight]) => sum + weight, 0)
type Kind =
  | 'list'
  | 'clinic-reads'
  | 'patient-reads'
  | 'send'
  | 'patient-lists'
  | 'draft'
  | 'search'
  | 'accept'
  | 'system'

export type ActsOf = {
  loaded: LoadedPractice
  planned: PlannedConversation
  /** Acts of each message; the kinds keep their shares. */
  each: number
  /** How many patients a look at a list shows. */
  listed: number
  /** Hashes of the sealed words, by message. */
  sealed: Map<string, Buffer>
}

/** What one conversation leaves in the log, in the order of time. */
export function actsOf({ loaded, planned, each, listed, sealed }: ActsOf): Act[] {
  const number = loaded.first + planned.number
  const patientId = seededId('patient', loaded.first + planned.patient)
  const colleague = loaded.people[planned.person % loaded.people.length] ?? loaded.practice.nurse
  const conversation = { type: 'conversation', id: seededId('conversation', number) }
  const byColleague: NewEntry['actor'] = {
    kind: 'practitioner',
    member: colleague.id,
    account: colleague.accountId,
    session: colleague.accountId,
    role: 'nurse',
  }
  const account = seededId('account', loaded.first + planned.patient)
  const byPatient: NewEntry['actor'] = {
    kind: 'patient',
    member: patientId,
    account,
    session: seededId('session', loaded.first + planned.patient),
  }
  const shown = (count: number) =>
    Array.from({ length: Math.min(count, loaded.patients) }, (_, index) =>
      seededId('patient', loaded.first + ((planned.patient + index * 7) % loaded.patients)),
    )
  const careTeam = { type: 'care-team', id: loaded.careTeamIds[0] ?? '' }
  const acts: Act[] = []
  planned.turns.forEach((turn, index) => {
    const message = messageId(number, index)
    const sender = turn.byPatient ? byPatient : byColleague
    const one = { object: conversation, patient: [patientId] }
    const entryOf = (kind: Kind): Omit<NewEntry, 'outcome' | 'req' | 'rule'> => {
      switch (kind) {
        case 'list':
          return {
            act: 'queue.list',
            actor: byColleague,
            object: careTeam,
            patient: shown(listed),
            info: ['list', 'message'],
          }
        case 'clinic-reads':
          return { act: 'conversation.read', actor: byColleague, ...one, info: ['message'] }
        case 'patient-reads':
          return { act: 'conversation.read', actor: byPatient, ...one, info: ['message'] }
        case 'send':
          return {
            act: 'message.send',
            actor: sender,
            object: { type: 'message', id: message },
            patient: [patientId],
            info: ['message'],
            env: [
              {
                column: 'messages.body',
                row: message,
                sha256: (sealed.get(message) ?? Buffer.alloc(32)).toString('base64url'),
              },
            ],
          }
        case 'patient-lists':
          return { act: 'conversation.list', actor: byPatient, patient: [patientId], info: ['list'] }
        case 'draft':
          return {
            act: 'draft.save',
            actor: sender,
            object: { type: 'draft', id: message },
            patient: [patientId],
            info: [],
          }
        case 'search':
          return { act: 'conversation.search', actor: byColleague, patient: shown(20), info: ['search-hit', 'message'] }
        case 'accept':
          return { act: 'task.accept', actor: byColleague, ...one, info: [] }
        case 'system':
          return { act: 'notice.send', actor: { kind: 'system' }, ...one, info: [] }
        default: {
          const none: never = kind
          throw new Error(`no act is called ${String(none)}`)
        }
      }
    }
    for (const kind of kindsOf(number * 64 + index, each)) {
      const entry = entryOf(kind)
      const micros = BigInt(Math.floor(turn.at)) * 1000n + BigInt(acts.length % 1000)
      const at = new Date(Number(micros / 1000n))
      const isSystem = entry.actor.kind === 'system'
      const text = writeAuditEntry({
        _v: 1,
        at: `${at.toISOString().slice(0, -1)}${String(micros % 1000n).padStart(3, '0')}Z`,
        outcome: 0,
        req: message,
        rule: isSystem ? 'system' : entry.actor.kind === 'patient' ? 'self' : 'role',
        ...(isSystem ? {} : { ip: '203.0.113.0/24', ua: browser }),
        ...entry,
      })
      acts.push({ id: idAt(at, number, acts.length), at, payload: Buffer.from(text) })
    }
  })
  return acts
}

const browser = createHash('sha256').update('a browser').digest('base64url')

/** Evenly through the shares, so that any stretch of messages has all kinds; each message has the same number or one more. */
function kindsOf(message: number, each: number): Kind[] {
  const from = Math.floor(message * each)
  const until = Math.floor((message + 1) * each)
  return Array.from({ length: until - from }, (_, index) => {
    // The golden ratio's multiples fill a line evenly.
    let left = (((from + index) * 0.618_033_988_749_895) % 1) * actsOfLife
    return life.find(([weight]) => (left -= weight) < 0)?.[1] ?? 'list'
  })
}

/** As the database makes them: the time first, then what tells two acts apart. */
function idAt(at: Date, conversation: number, act: number): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  const tail = (BigInt(conversation) * 4_096n + BigInt(act)).toString(16).padStart(15, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${tail.slice(0, 3)}-${tail.slice(3)}`
}
