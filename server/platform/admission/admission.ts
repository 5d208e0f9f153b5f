// The server's socket: slow connections are let go, and every request passes a gate before anything else is done for it,
// a body read, a session looked up or a line logged.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Endpoint } from '../../../shared/endpoint.ts'
import { limits } from '../../../shared/limits.ts'
import { createClassifier, type LineName, lineNames } from './classify.ts'
import { createGate, type Gate, type GateLimits, type Visit } from './gate.ts'
import { createPracticesOfSessions } from './practices-of-sessions.ts'
import { readHead } from './read-head.ts'
import { refuse } from './refuse.ts'

export type AdmissionLimits = Record<LineName, GateLimits>
export type LineCounts = { inside: number; waiting: number; places: number; admitted: number; refused: number }
export type Admission = {
  createServer(handle: RequestListener, options: ServerTimes): Server
  counts(): Record<LineName, LineCounts>
}
/** What the framework passes on. */
type ServerTimes = { keepAliveTimeout?: number; requestTimeout?: number; connectionTimeout?: number }

/** `endpoints` is the route table, complete when the first request comes. */
export function createAdmission(
  endpoints: readonly Endpoint[],
  cookieName: string,
  given: AdmissionLimits = limits.admission,
): Admission {
  const now = () => performance.now()
  const practices = createPracticesOfSessions()
  const first = createGate(given.first, now)
  const isSendingHeldUp = (): boolean => first.waiting > 0 || first.isSlow
  const usual = createGate(given.usual, now, isSendingHeldUp)
  const last = createGate(given.last, now, () => isSendingHeldUp() || usual.waiting > 0)
  const gates: Record<LineName, Gate> = { first, usual, last, files: createGate(given.files, now) }
  const inOrder = lineNames.map((name) => gates[name])
  const totals = Object.fromEntries(lineNames.map((name) => [name, { admitted: 0, refused: 0 }])) as Totals
  const continuing = new WeakSet<IncomingMessage>()
  let classify: ReturnType<typeof createClassifier> | undefined
  let clock: NodeJS.Timeout | undefined
  /** Runs only while somebody waits. */
  const keepTime = (): void => {
    clock ??= setTimeout(() => {
      clock = undefined
      inOrder.forEach((gate) => gate.tick())
      if (inOrder.some(({ waiting }) => waiting > 0)) {
        keepTime()
      }
    }, limits.admissionTickMs).unref()
  }
  const fill = (): void => inOrder.forEach((gate) => gate.fill())

  const admit = (request: IncomingMessage, response: ServerResponse, handle: RequestListener): void => {
    const isExpecting = continuing.delete(request)
    const go = (): void => {
      if (isExpecting) {
        response.writeContinue()
      }
      handle(request, response)
    }
    const name = (classify ??= createClassifier(endpoints))(request.method ?? '', request.url ?? '')
    if (name === null) {
      go()
      return
    }
    const [gate, total] = [gates[name], totals[name]]
    const head = readHead(request.rawHeaders, cookieName)
    let stay: Stay | undefined
    let isRefused = false
    const visit: Visit = {
      group: practices.groupOf(head.token),
      sinceMs: 0,
      begin() {
        stay = createStay({
          leave,
          comeBack: () => gate.comeBack(visit),
          learn(practiceId) {
            practices.learn(head.token, practiceId)
            if (head.asksPractice && !response.headersSent) {
              response.setHeader('told-practice', practiceId)
            }
          },
        })
        stays.set(request, stay)
        total.admitted++
        go()
      },
      refuse() {
        isRefused = true
        total.refused++
        refuse(request, response, head, isExpecting)
      },
      isIdle: () => !request.complete && stay?.isWorking === false,
    }
    const leave = (): void => {
      gate.leave(visit)
      fill()
    }
    gate.enter(visit)
    if (isRefused) {
      return
    }
    response.once('close', () => (stay?.close ?? leave)())
    if (stay === undefined) {
      keepTime()
    }
  }

  return {
    createServer(handle, { keepAliveTimeout, requestTimeout, connectionTimeout }) {
      const server = createServer({
        connectionsCheckingInterval: limits.connectionCheckMs,
        headersTimeout: limits.headersMs,
        ...(keepAliveTimeout !== undefined && { keepAliveTimeout }),
        ...(requestTimeout !== undefined && { requestTimeout }),
      })
      server.setTimeout(connectionTimeout ?? 0)
      server.on('request', (request, response) => admit(request, response, handle))
      // Who asks first whether to send a body at all is told to go on only when there is a place.
      server.on('checkContinue', (request, response) => {
        continuing.add(request)
        server.emit('request', request, response)
      })
      return server
    },
    counts: () =>
      Object.fromEntries(
        lineNames.map((name) => {
          const { inside, waiting, places } = gates[name]
          return [name, { inside, waiting, places, ...totals[name] }]
        }),
      ) as Record<LineName, LineCounts>,
  }
}

type Totals = Record<LineName, { admitted: number; refused: number }>

/** From the begin of a request until its answer has gone and its work is done: a client that hangs up frees no place. */
type Stay = {
  readonly isWorking: boolean
  work(): () => void
  close(): void
  learn(practiceId: string): void
}
const stays = new WeakMap<IncomingMessage, Stay>()

function createStay(on: { leave(): void; comeBack(): void; learn(practiceId: string): void }): Stay {
  let working = 0
  let isClosed = false
  return {
    get isWorking() {
      return working > 0
    },
    work() {
      working++
      on.comeBack()
      return () => {
        working--
        if (isClosed && working === 0) {
          on.leave()
        }
      }
    },
    close() {
      if (!isClosed) {
        isClosed = true
        if (working === 0) {
          on.leave()
        }
      }
    },
    learn: on.learn,
  }
}

/** Work for a request begins, after its body has come; returns what to call at its end. */
export function beginWork(request: IncomingMessage): () => void {
  return stays.get(request)?.work() ?? nothing
}

/** Which practice a request turned out to belong to: the next one of the same session is counted there from the start. */
export function belongsTo(request: IncomingMessage, practiceId: string): void {
  stays.get(request)?.learn(practiceId)
}

/** Its answer stays open from here on, and needs no place for it: a stream of changes. */
export function staysOpen(request: IncomingMessage): void {
  stays.get(request)?.close()
}

const nothing = (): void => {}
