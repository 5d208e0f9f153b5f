import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import type { Connection } from './db.ts'
import type { Logger } from './log.ts'

/** A hint that something changed: ids only. Whoever gets it asks again for what they show. */
export type Hint = ConversationHint | DraftHint | InboxHint
/** About what nobody but its author knows of. */
export type DraftHint = { practiceId: string; draftId: string; authorId: string }
/** About an inbox, and none of its conversations: for those who are named, as whoever publishes it knows them. */
export type InboxHint = { practiceId: string; careTeamId: string; toIds: string[] }
export type ConversationHint = {
  practiceId: string
  conversationId: string
  patientId: string
  careTeamIds: string[]
  practitionerIds: string[]
}

/** A hint in this process's order; `id` is what a stream resumes from. */
export type Heard = { id: string; hint: Hint }
export type Listener = {
  hear(heard: Heard): void
  /** Hints were missed: ask for everything again. */ reset(id: string): void
}

export type Live = {
  /** After commit, never inside a transaction: hints gather for a moment and leave in one statement. */
  publish(hint: Hint): void
  /**
   * Hears the hints of every process, from `lastId` on; a `lastId` this process does not remember gives a reset, so that
   * nothing is missed and nothing comes twice. Returns the way to stop.
   */
  subscribe(practiceId: string, lastId: string | undefined, listener: Listener): () => void
  /** Hears the hints of every practice from now on. Returns the way to stop. */
  subscribeAll(listener: Listener): () => void
  close(): Promise<void>
}

/**
 * One connection listens and one publishes; when the listener breaks, everybody is told to ask again. A line that has gone
 * silent breaks nothing by itself, so it is asked for a sign of life.
 */
export async function openLive(
  connection: Connection,
  log: Logger,
  probe: { everyMs: number; waitMs: number } = { everyMs: limits.liveProbeMs, waitMs: limits.liveProbeWaitMs },
): Promise<Live> {
  const patient = {
    ...connection,
    application_name: 'threadwell live',
    connectionTimeoutMillis: probe.waitMs,
    query_timeout: probe.waitMs,
  }
  const publisher = new pg.Pool({ ...patient, max: 1 })
  publisher.on('error', () => {})
  const state = { epoch: randomBytes(6).toString('hex'), count: 0, recent: [] as Heard[], closed: false }
  /** By the practice they hear; null hears all. */
  const listeners = new Map<Listener, string | null>()
  let client: pg.Client | undefined
  const lastId = () => `${state.epoch}-${state.count}`

  const hear = (hint: Hint) => {
    state.count++
    const heard = { id: lastId(), hint }
    state.recent.push(heard)
    if (state.recent.length > limits.liveRecentHints) {
      state.recent.shift()
    }
    for (const [listener, practiceId] of listeners) {
      if (practiceId === null || practiceId === hint.practiceId) {
        listener.hear(heard)
      }
    }
  }
  const listen = async (): Promise<void> => {
    const opened = new pg.Client(patient)
    opened.on('notification', ({ payload }) => (JSON.parse(payload ?? '[]') as Hint[]).forEach(hear))
    opened.on('error', () => {})
    try {
      await opened.connect()
      await opened.query('listen live')
    } catch (error) {
      cut(opened)
      throw error
    }
    client = opened
    let pulse: NodeJS.Timeout
    const listenForPulse = (): void => {
      pulse = setTimeout(() => opened.query('select 1').then(listenForPulse, () => cut(opened)), probe.everyMs)
    }
    listenForPulse()
    // Only one that has listened: an attempt that fails is followed by the next in the loop that made it.
    opened.once('end', () => {
      clearTimeout(pulse)
      void again()
    })
  }
  const again = async (): Promise<void> => {
    for (let delayMs = 100; !state.closed; delayMs = Math.min(delayMs * 2, limits.liveRetryMs)) {
      try {
        await new Promise((resolve) => setTimeout(resolve, delayMs))
        await listen()
        state.epoch = randomBytes(6).toString('hex')
        state.recent = []
        listeners.forEach((_practice, listener) => listener.reset(lastId()))
        return
      } catch {
        log.warn('live hints are interrupted; trying again')
      }
    }
  }
  await listen()
  return {
    publish: gather(publisher, log),
    subscribe(practiceId, resumeFrom, listener) {
      catchUp(state, practiceId, resumeFrom, listener)
      listeners.set(listener, practiceId)
      return () => listeners.delete(listener)
    },
    subscribeAll(listener) {
      listeners.set(listener, null)
      return () => listeners.delete(listener)
    },
    async close() {
      state.closed = true
      await client?.end()
      await publisher.end()
    },
  }
}

/** Without a goodbye, which a line that has gone silent would not carry. */
function cut(client: pg.Client): void {
  ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}

function catchUp(
  state: { epoch: string; count: number; recent: Heard[] },
  practiceId: string,
  resumeFrom: string | undefined,
  listener: Listener,
): void {
  const [epoch, count] = (resumeFrom ?? '').split('-')
  const oldest = state.count - state.recent.length
  if (epoch !== state.epoch || Number(count) < oldest || Number(count) > state.count) {
    listener.reset(`${state.epoch}-${state.count}`)
    return
  }
  state.recent
    .slice(Number(count) - oldest)
    .filter((heard) => heard.hint.practiceId === practiceId)
    .forEach((heard) => listener.hear(heard))
}

function gather(pool: pg.Pool, log: Logger): (hint: Hint) => void {
  const waiting: Hint[] = []
  let isFlushing = false
  const flush = async (): Promise<void> => {
    isFlushing = true
    while (waiting.length > 0) {
      // A notice of PostgreSQL holds under 8,000 bytes.
      const batch = waiting.splice(0, limits.liveBatchHints)
      await pool.query("select pg_notify('live', $1)", [JSON.stringify(batch)]).catch(() => {
        log.warn({ lost: batch.length }, 'live hints were lost; pages catch up when they ask again')
      })
    }
    isFlushing = false
  }
  return (hint) => {
    if (waiting.length < limits.liveWaitingHints) {
      waiting.push(hint)
    }
    if (!isFlushing) {
      isFlushing = true
      setImmediate(() => void flush())
    }
  }
}
