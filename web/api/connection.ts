import { useSyncExternalStore } from 'react'

/** online: the last call reached the server. offline: the device says so, or the last call did not get through. */
export type Connection = 'online' | 'offline'

const listeners = new Set<() => void>()
let hasReachedServer = true
let reachedAt = 0

/** Told by the client after each call. */
export function noteReach(reached: boolean): void {
  if (reached) {
    reachedAt = Date.now()
  }
  if (reached !== hasReachedServer) {
    hasReachedServer = reached
    notify()
  }
}

/** When the server last answered, in milliseconds of the device's clock; 0 before the first answer. */
export function lastReachedAt(): number {
  return reachedAt
}

/** Whether the server can be reached, as far as this page knows; for the banner, not for deciding whether to try. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, connection)
}

function connection(): Connection {
  return navigator.onLine && hasReachedServer ? 'online' : 'offline'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) {
    listener()
  }
}

/** The device is back: the next call decides, until then it counts as reachable. */
globalThis.addEventListener?.('online', () => {
  hasReachedServer = true
  notify()
})
globalThis.addEventListener?.('offline', notify)
