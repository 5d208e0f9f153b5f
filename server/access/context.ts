import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../shared/people.ts'
import type { Config } from '../config.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { Tx } from '../platform/db.ts'
import type { RouteOf } from '../platform/http.ts'
import type { Live } from '../platform/live.ts'
import type { Logger } from '../platform/log.ts'
import type { Deployment } from './platform-keys.ts'
import type { Keyring } from './keyring.ts'
import type { Room } from './room.ts'

export type PatientActor = { kind: 'patient'; id: string; practiceId: string; accountId: string; sessionId: string }
export type PractitionerActor = {
  kind: 'practitioner'
  id: string
  practiceId: string
  accountId: string
  sessionId: string
  role: Role
}
/** The worker, on the practice's behalf. */
export type SystemActor = { kind: 'system'; id: null; practiceId: string }
/** Who acts in a practice. A proxy will be one more kind. */
export type Actor = PatientActor | PractitionerActor | SystemActor

/** What every request and every sweep has at hand, whoever acts. */
export type House = { config: Config; deployment: Deployment; blobs: Blobs; live: Live; room: Room; log: Logger }

/** Where a request comes from, as far as it is kept: never more than a network (see networkOf) and a hash (base64url). */
export type Client = { ip: string; ipPrefix: string; userAgentHash: string; language: 'en' | 'fr' }

type Common = {
  tx: Tx
  /** The one clock of the request: injected, so that tests can move it. */
  now: Date
  requestId: string
  client: Client | null
  house: House
  /** Runs once the transaction has committed and before the answer leaves. It must not throw and must not be needed. */
  afterCommit(run: () => void): void
  /** The audit acts recorded so far in this transaction. */
  recorded: string[]
}

/** Acting inside a practice: every query sees that practice alone. */
export type Context<A extends Actor = Actor> = Common & { actor: A; keys: Keyring }

/** The session behind a request outside any practice, if there is one. */
export type SignedIn = {
  sessionId: string
  accountId: string
  strength: 'password' | 'full'
  method: string
  language: 'en' | 'fr'
  steppedUpAt: Date | null
  idleAt: Date
  endsAt: Date
}

/** Acting on the directory: accounts, sessions, invitations. Sees no table of any practice. */
export type DirectoryContext = Common & { session: SignedIn | null; request: FastifyRequest; reply: FastifyReply }

export type Route = RouteOf<Context, DirectoryContext>
