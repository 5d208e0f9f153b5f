import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'

/** One key, or two after each other ("g q"), as `KeyboardEvent.key` names them. */
export type Shortcut = { keys: string; label: string; run: () => void }

const sets = new Set<() => readonly Shortcut[]>()
const listeners = new Set<() => void>()
const storageKey = 'threadwell.shortcuts'
/** How long the first key of two waits for the second. */
const sequenceMs = 1_500
let first: { key: string; at: number } | null = null
let isOn = read()

/** Offers these keys while the component is there. Of two that offer the same key, the later has it. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const current = useRef(shortcuts)

  useLayoutEffect(() => {
    current.current = shortcuts
  })

  // Keys work from the moment that the page is seen.
  useLayoutEffect(() => {
    const offered = () => current.current
    sets.add(offered)
    return () => {
      sets.delete(offered)
    }
  }, [])
}

/** Every key that does something now, for the sheet. */
export function offeredShortcuts(): readonly Shortcut[] {
  const byKeys = new Map(
    [...sets].flatMap((offered) => offered().map((shortcut) => [shortcut.keys, shortcut] as const)),
  )
  return [...byKeys.values()]
}

/** Single keys can be turned off, for people whose speech or hands would press them by chance (WCAG 2.1.4). */
export function useShortcutsSwitch(): { isOn: boolean; turn: (on: boolean) => void } {
  const on = useSyncExternalStore(subscribe, () => isOn)
  return { isOn: on, turn }
}

/** Listens for keys until the returned function is called; once per document. */
export function listenForShortcuts(): () => void {
  document.addEventListener('keydown', hear)
  return () => document.removeEventListener('keydown', hear)
}

function hear(event: KeyboardEvent): void {
  if (event.key === 'Escape' && isText(event.target) && !event.defaultPrevented) {
    // The way out of a box, so that keys work again.
    event.target.blur()
    return
  }
  if (!isOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return
  }
  const before = first && event.timeStamp - first.at < sequenceMs ? `${first.key} ` : ''
  const shortcut = find(`${before}${event.key}`) ?? find(event.key)
  first = null
  if (shortcut) {
    event.preventDefault()
    shortcut.run()
  } else if (offeredShortcuts().some(({ keys }) => keys.startsWith(`${event.key} `))) {
    first = { key: event.key, at: event.timeStamp }
  }
}

function find(keys: string): Shortcut | undefined {
  return offeredShortcuts().find((shortcut) => shortcut.keys === keys)
}

const typedInto = new Set(['TEXTAREA', 'SELECT'])
const pressedInputs = new Set(['checkbox', 'radio', 'button', 'submit', 'file'])

/** Letters belong to whoever is typing; and a dialog has the keyboard to itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) {
    return true
  }
  return isText(target) || (target instanceof HTMLElement && target.isContentEditable)
}

function isText(target: EventTarget | null): target is HTMLElement {
  const isTextInput = target instanceof HTMLInputElement && !pressedInputs.has(target.type)
  return isTextInput || (target instanceof HTMLElement && typedInto.has(target.tagName))
}

function turn(on: boolean): void {
  isOn = on
  listeners.forEach((listener) => listener())
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
