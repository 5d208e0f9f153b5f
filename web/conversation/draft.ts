import type { DraftForm } from '../../shared/draft.ts'
import { call } from '../api/client.ts'
import { newId } from '../api/new-id.ts'
import { ApiProblem } from '../api/problem.ts'
import type { Attachment } from './types.ts'
import { unsaved } from './unsaved.ts'

/**
 * Where a draft belongs: an answer in a conversation, a note about it, or the first message of one (staff name the
 * patient).
 */
export type DraftPlace = {
  membershipId: string
  conversationId?: string
  isNote?: boolean
  /** Which form beside the conversation it is written in; of a note alone. */
  form?: DraftForm
  /** The question that it decides. */
  consultId?: string
  topicId?: string
  patientId?: string
}
/** A draft as the server last had it. */
export type SavedDraft = {
  id: string
  subject?: string
  text: string
  isImportant?: boolean
  version: number
  attachments?: readonly Attachment[]
}
export type DraftState =
  | { kind: 'untouched' | 'unsaved' | 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'not-saved'; problem: ApiProblem }
  /** Another window saved other words; the writer says which to keep. */
  | { kind: 'changed-elsewhere'; theirs: string }
export type DraftSnapshot = {
  id: string
  subject: string
  text: string
  files: readonly Attachment[]
  /** A colleague’s words that the patient is to read soon. */
  isImportant: boolean
  state: DraftState
  /** The draft was sent or thrown away in another window; these words went on as a new one, without its files. */
  wasEnded: boolean
}

/** Words that could not be saved when their page was left; they wait here for the line, or for their writer. */
export function findUnsaved(isWanted: (draft: Draft) => boolean): Draft | undefined {
  return [...unsaved].find((one): one is Draft => one instanceof Draft && isWanted(one))
}

const pauseMs = 1_200
const retryMs = 8_000

/**
 * A text that saves itself on the server a moment after each change: one save at a time, and never over the words of
 * another window. It lives as long as the part of the page that shows it.
 */
export class Draft {
  #place: DraftPlace
  readonly #listeners = new Set<() => void>()
  #now: DraftSnapshot
  #version: number
  /** Patients say nothing of it. */
  #wasMarked = false
  #isDirty = false
  #isHeld = false
  #running: Promise<boolean> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /**
   * What was sent or thrown away here, with its version: an answer of the server that was on its way then still has it, and what
   * has come back has a newer one.
   */
  readonly #ended = new Map<string, number>()

  constructor(place: DraftPlace, saved: SavedDraft | null) {
    this.#place = place
    this.#version = saved?.version ?? 0
    this.#now = saved ? snapshotOf(saved) : blank()
  }

  readonly snapshot = (): DraftSnapshot => this.#now
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether this is what is being written there: whoever writes to a kind of place names its parts in one order. */
  isFor(place: DraftPlace): boolean {
    return JSON.stringify(this.#place) === JSON.stringify(place)
  }

  /** The page was shown from memory, and this is what the server had in the end: taken over while nothing is typed. */
  adopt(saved: SavedDraft): void {
    const isNewer = saved.id !== this.#now.id || saved.version > this.#version
    if (
      this.#now.state.kind === 'untouched' &&
      !this.#isDirty &&
      isNewer &&
      saved.version > (this.#ended.get(saved.id) ?? -1)
    ) {
      this.#version = saved.version
      this.#set(snapshotOf(saved))
    }
  }

  /** The same words, about another topic. */
  move(place: DraftPlace): void {
    if (!this.isFor(place)) {
      this.#place = place
      this.change({})
    }
  }

  change(words: { text?: string; subject?: string; isImportant?: boolean }): void {
    this.#wasMarked ||= words.isImportant !== undefined
    this.#isDirty = true
    unsaved.add(this)
    const isAsking = this.#now.state.kind === 'changed-elsewhere'
    this.#set({ ...words, ...(!isAsking && { state: { kind: 'unsaved' } }) })
    this.#saveAfter(pauseMs)
  }

  changeFiles(change: (files: readonly Attachment[]) => readonly Attachment[]): void {
    this.#set({ files: change(this.#now.files) })
  }

  /** Whether the server knows of it, so that a send can name it. */
  isOnServer(): boolean {
    return this.#version > 0
  }

  /** Puts what is typed on the server now, and makes the draft there if it is new; true when it is there. */
  save(): Promise<boolean> {
    clearTimeout(this.#timer)
    this.#isDirty ||= this.#version === 0
    this.#running ??= this.#saveAll().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Sends with saving stopped: a save that crossed it would find the draft ended. */
  async whileHeld<T>(send: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer)
    this.#isHeld = true
    try {
      await this.#running
      return await send()
    } finally {
      this.#isHeld = false
      if (this.#isDirty) {
        this.#saveAfter(pauseMs)
      }
    }
  }

  /** Answers `changed-elsewhere`. */
  async keep(which: 'mine' | 'theirs'): Promise<void> {
    const theirs = await this.#read()
    this.#version = theirs.version
    this.#isDirty = which === 'mine'
    if (which === 'theirs') {
      const { subject, text, attachments: files, isImportant, savedAt: at } = theirs
      this.#set({ subject, text, files, isImportant, state: { kind: 'saved', at } })
    } else {
      this.#set({ files: theirs.attachments, state: { kind: 'unsaved' } })
      await this.save()
    }
  }

  /** It was sent: a new, empty one begins. */
  startAgain(): void {
    clearTimeout(this.#timer)
    this.#ended.set(this.#now.id, this.#version)
    this.#isDirty = false
    unsaved.delete(this)
    this.#version = 0
    this.#set(blank())
  }

  /** Throws it away, here and on the server. */
  async discard(): Promise<void> {
    const { id } = this.#now
    const wasThere = this.isOnServer()
    this.startAgain()
    if (wasThere) {
      await this.#remove(id)
    }
  }

  /** The writer leaves: the last words are saved; a draft with nothing in it is not left behind. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const { id, text, subject, files } = this.#now
    if (text.trim() !== '' || subject.trim() !== '' || files.length > 0) {
      await (this.#isDirty ? this.save() : undefined)
      return
    }
    this.#isDirty = false
    unsaved.delete(this)
    await this.#running
    if (this.isOnServer()) {
      await this.#remove(id)
    }
  }

  async #saveAll(): Promise<boolean> {
    while (this.#isDirty && !this.#isHeld && this.#now.state.kind !== 'changed-elsewhere') {
      const { id, subject, text, isImportant } = this.#now
      const mark = isImportant || this.#wasMarked ? { isImportant } : {}
      this.#isDirty = false
      this.#set({ state: { kind: 'saving' } })
      try {
        const input = { ...this.#place, draftId: id, subject, text, ...mark, version: this.#version }
        const answer = await call('PUT /api/as/:membershipId/drafts/:draftId', input)
        if (id === this.#now.id) {
          this.#version = answer.version
          this.#set({ state: { kind: 'saved', at: answer.savedAt } })
        }
      } catch (error) {
        if (id === this.#now.id && !(await this.#mend(error, { subject, text }))) {
          return false
        }
      }
    }
    if (!this.#isDirty) {
      unsaved.delete(this)
    }
    return this.#now.state.kind !== 'changed-elsewhere'
  }

  /** True when saving can go on at once. */
  async #mend(error: unknown, sent: { subject: string; text: string }): Promise<boolean> {
    if (!(error instanceof ApiProblem)) {
      throw error
    }
    this.#isDirty = true
    if (error.code === 'draft-ended') {
      this.#version = 0
      this.#set({ id: newId(), files: [], wasEnded: true })
      return true
    }
    if (error.code === 'changed-meanwhile') {
      return this.#adoptOwn(sent)
    }
    this.#set({ state: { kind: 'not-saved', problem: error } })
    if (error.status === 0 || error.status >= 500 || error.code === 'busy') {
      this.#saveAfter(retryMs)
    }
    return false
  }

  /** A save whose answer was lost on the way looks like another window's: the words tell them apart. */
  async #adoptOwn(sent: { subject: string; text: string }): Promise<boolean> {
    try {
      const theirs = await this.#read()
      if (theirs.text === sent.text && theirs.subject === sent.subject) {
        this.#version = theirs.version
        return true
      }
      this.#set({ state: { kind: 'changed-elsewhere', theirs: theirs.text } })
      return false
    } catch (error) {
      return this.#mend(error, sent)
    }
  }

  #read() {
    const { membershipId } = this.#place
    return call('GET /api/as/:membershipId/drafts/:draftId', { membershipId, draftId: this.#now.id })
  }

  async #remove(draftId: string): Promise<void> {
    const { membershipId } = this.#place
    await call('DELETE /api/as/:membershipId/drafts/:draftId', { membershipId, draftId })
  }

  #saveAfter(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), ms)
  }

  #set(change: Partial<DraftSnapshot>): void {
    this.#now = { ...this.#now, ...change }
    this.#listeners.forEach((listener) => listener())
  }
}

function snapshotOf(saved: SavedDraft): DraftSnapshot {
  const { id, subject = '', text, attachments: files = [], isImportant = false } = saved
  return { ...blank(), id, subject, text, files, isImportant }
}

function blank(): DraftSnapshot {
  return {
    id: newId(),
    subject: '',
    text: '',
    files: [],
    isImportant: false,
    state: { kind: 'untouched' },
    wasEnded: false,
  }
}
