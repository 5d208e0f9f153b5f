/** Where in a box a text goes: what stands there is replaced. */
export type Place = { start: number; end: number }

/** The place of a slash that was just typed where a word would begin; null elsewhere, so that "and/or" stays as it is. Pure: tested as a table. */
export function slashAt(text: string, caret: number): Place | null {
  const isSlash = text[caret - 1] === '/'
  const before = text[caret - 2] ?? '\n'
  return isSlash && /\s/.test(before) ? { start: caret - 1, end: caret } : null
}

/** What of a text is still to be filled in by hand, for the caret to go to. Pure: tested as a table. */
export function firstOpen(text: string, missing: readonly string[]): Place | null {
  const found = missing
    .map((name) => new RegExp(String.raw`\{\s*${name}\s*\}`).exec(text))
    .filter((match) => match !== null)
    .toSorted((a, b) => a.index - b.index)[0]
  return found ? { start: found.index, end: found.index + found[0].length } : null
}

/** Puts a text into a box as if it had been typed, and leaves the caret behind it, or on what is still to be filled in. */
export function putText(box: HTMLTextAreaElement, at: Place, text: string, missing: readonly string[] = []): void {
  box.focus()
  box.setRangeText(text, at.start, at.end, 'end')
  // React hears of it by the event that typing makes.
  box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
  const open = firstOpen(text, missing)
  if (open) {
    box.setSelectionRange(at.start + open.start, at.start + open.end)
  }
}

/** The box with this id, or nothing when the page has moved on. */
export function boxOf(id: string): HTMLTextAreaElement | null {
  const element = document.getElementById(id)
  return element instanceof HTMLTextAreaElement ? element : null
}
