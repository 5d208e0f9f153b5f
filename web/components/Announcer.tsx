import { useSyncExternalStore, type ReactNode } from 'react'

let words = ''
const listeners = new Set<() => void>()

/** Has a screen reader say something once, politely, after what it is saying now. What it says is also on the page. */
export function announce(text: string): void {
  // The same words again are a change only if something stood between: a space that nobody hears.
  words = words === text ? `${text}\u00A0` : text
  for (const listener of listeners) {
    listener()
  }
}

/** The region that announcements are read from; one per document, there from the start. */
export function Announcer(): ReactNode {
  const spoken = useSyncExternalStore(subscribe, () => words)
  return <output className="visually-hidden">{spoken}</output>
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
