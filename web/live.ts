import { limits } from '../shared/limits.ts'

/** A hint that something changed: ids, never content. A reset means that hints were missed: everything is read again. */
export type LiveHint =
  | { readonly kind: 'change'; readonly conversationId: string }
  | { readonly kind: 'draft'; readonly draftId: string }
  | { readonly kind: 'inbox'; readonly careTeamId: string }
  | { readonly kind: 'reset' }
/** connecting: not yet; open: hints arrive; waiting: the line is down and will be tried again; paused: the page is hidden. */
export type LiveState = 'connecting' | 'open' | 'waiting' | 'paused' | 'closed'
export type Live = {
  /** Calls back for every hint, in order, once each; returns how to stop. */
  subscribe: (listener: (hint: LiveHint) => void) => () => void
  state: () => LiveState
  /** Calls back when the state changes; with `state`, fits useSyncExternalStore. */
  onState: (listener: () => void) => () => void
  close: () => void
}

const pageListeners = new Set<(hint: LiveHint) => void>()

/** Calls back for every hint of whatever stream this page has; returns how to stop. For parts that do not open one themselves. */
export function onHint(listener: (hint: LiveHint) => void): () => void {
  return added(pageListeners, listener)
}

/**
 * Listens to the changes of one membership. The id of the last hint is sent on every new connection, so that a dropped
 * line leaves no gap and no repeat. A page hidden for long lets go of its connection.
 */
export function openLive(membershipId: string): Live {
  const hintListeners = new Set<(hint: LiveHint) => void>()
  const stateListeners = new Set<() => void>()
  let state: LiveState = 'connecting'
  let source: EventSource | null = null
  let lastId = ''
  let failures = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    clearTimeout(retryTimer)
    const from = lastId === '' ? '' : `?${new URLSearchParams({ after: lastId })}`
    source = new EventSource(`/api/as/${membershipId}/live${from}`)
    source.addEventListener('open', () => {
      failures = 0
      moveTo('open')
    })
    source.addEventListener('change', receive)
    source.addEventListener('reset', receive)
    source.addEventListener('error', () => disconnect('waiting'))
    moveTo(failures > 0 ? 'waiting' : 'connecting')
  }

  /** The browser's own reconnecting gives up on an error answer and keeps no pause of ours, so it is not used. */
  function disconnect(next: 'waiting' | 'paused' | 'closed'): void {
    clearTimeout(retryTimer)
    source?.close()
    source = null
    moveTo(next)
    if (next === 'waiting') {
      failures += 1
      retryTimer = setTimeout(connect, pauseMs(failures))
    }
  }

  function receive(event: MessageEvent<string>): void {
    if (event.lastEventId === lastId) {
      return
    }
    lastId = event.lastEventId
    const hint = event.type === 'reset' ? ({ kind: 'reset' } as const) : hintFrom(event.data)
    if (hint) {
      for (const listener of [...hintListeners, ...pageListeners]) {
        listener(hint)
      }
    }
  }

  function moveTo(next: LiveState): void {
    if (next !== state) {
      state = next
      stateListeners.forEach((listener) => listener())
    }
  }

  function followVisibility(): void {
    clearTimeout(hiddenTimer)
    if (document.visibilityState === 'hidden') {
      hiddenTimer = setTimeout(() => disconnect('paused'), limits.streamHiddenMs)
    } else if (state === 'paused' || state === 'waiting') {
      connect()
    }
  }

  document.addEventListener('visibilitychange', followVisibility)
  connect()
  return {
    subscribe: (listener) => added(hintListeners, listener),
    state: () => state,
    onState: (listener) => added(stateListeners, listener),
    close: () => {
      document.removeEventListener('visibilitychange', followVisibility)
      clearTimeout(hiddenTimer)
      disconnect('closed')
    },
  }
}

/** Doubling from one second to half a minute, with some chance in it, so that a thousand pages do not come back at once. */
function pauseMs(failures: number): number {
  const longest = Math.min(limits.streamRetryMs * 2 ** (failures - 1), limits.streamRetryMaxMs)
  return longest * (0.5 + Math.random() / 2)
}

function hintFrom(data: string): LiveHint | undefined {
  const value: unknown = JSON.parse(data)
  if (typeof value !== 'object' || value === null) {
    return undefined
  }
  if ('draftId' in value && typeof value.draftId === 'string') {
    return { kind: 'draft', draftId: value.draftId }
  }
  if ('careTeamId' in value && typeof value.careTeamId === 'string') {
    return { kind: 'inbox', careTeamId: value.careTeamId }
  }
  return 'conversationId' in value && typeof value.conversationId === 'string'
    ? { kind: 'change', conversationId: value.conversationId }
    : undefined
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => set.delete(item)
}
