import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import type { ConversationHint, Heard, Hint } from '../platform/live.ts'
import { type Audience, findAudience } from './audience.ts'

/** One open stream: whose it is, and how frames get onto it. */
export type Seat = { actorId: string; isStaff: boolean; write(frames: string): void }
/** The open streams of one practice. */
export type Room = {
  join(seat: Seat, lastId: string | undefined): void
  leave(seat: Seat): void
  size(): number
  close(): void
}

type Join = { kind: 'join'; seat: Seat; missed: Heard[]; reset: string | null }
type Item = { kind: 'hint'; heard: Heard } | { kind: 'reset'; id: string } | Join

/**
 * Takes the hints of one practice to the streams that may know of them. Hints, resets and newcomers stand in one line
 * and are dealt with in its order, so that ids only rise on every stream: what was missed comes before what is new, and
 * nothing comes twice.
 */
export function openRoom(way: Way, practiceId: string): Room {
  const { live, log } = way.house
  const seats = new Map<string, Set<Seat>>()
  const present = new Set<Seat>()
  /** What each stream is to get, gathered and written once for all that was dealt with together. */
  const frames = new Map<Seat, string>()
  let line: Item[] = []
  let isBusy = false

  const push = (item: Item): void => {
    line = line.length < limits.liveRecentHints ? line : shorten(line)
    line.push(item)
    if (!isBusy) {
      isBusy = true
      void work()
    }
  }
  const work = async (): Promise<void> => {
    while (line.length > 0) {
      const items = line
      line = []
      const here = new Set([...present].filter((seat) => seat.isStaff).map((seat) => seat.actorId))
      const audience = await findAudience(way, practiceId, items.flatMap(hintsOf), [...here]).catch((err: unknown) => {
        log.error({ practiceId, err }, 'who may hear of a change could not be asked; they are told to read again')
        return null
      })
      items.forEach((item) => deal(item, audience))
      frames.forEach((text, seat) => seat.write(text))
      frames.clear()
    }
    isBusy = false
  }
  const write = (seat: Seat, frame: string): void => void frames.set(seat, (frames.get(seat) ?? '') + frame)
  const deal = (item: Item, audience: Audience | null): void => {
    switch (item.kind) {
      case 'hint':
        return spread(item.heard, audience)
      case 'reset':
        return seats.forEach((ofActor) => ofActor.forEach((seat) => write(seat, resetFrame(item.id))))
      case 'join':
        return admit(item, audience)
    }
  }
  const spread = (heard: Heard, audience: Audience | null): void => {
    const { hint } = heard
    if ('draftId' in hint) {
      seats.get(hint.authorId)?.forEach((seat) => write(seat, changeFrame(heard)))
      return
    }
    if ('careTeamId' in hint) {
      hint.toIds.forEach((id) => seats.get(id)?.forEach((seat) => write(seat, changeFrame(heard))))
      return
    }
    if (audience === null) {
      seats.forEach((ofActor) => ofActor.forEach((seat) => seat.isStaff && write(seat, resetFrame(heard.id))))
    }
    for (const id of new Set([hint.patientId, ...(audience?.(hint) ?? [])])) {
      seats.get(id)?.forEach((seat) => write(seat, changeFrame(heard)))
    }
  }
  const admit = ({ seat, missed, reset }: Join, audience: Audience | null): void => {
    if (!present.has(seat)) {
      return
    }
    seats.set(seat.actorId, (seats.get(seat.actorId) ?? new Set()).add(seat))
    const mine = missed.filter(({ hint }) => isFor(hint, seat.actorId, audience))
    const lastId = missed.at(-1)?.id
    const isUnknown = audience === null && seat.isStaff && lastId !== undefined
    // Reading everything once costs less than hundreds of single changes.
    if (reset !== null || isUnknown || mine.length > limits.liveCatchUpHints) {
      write(seat, resetFrame(reset ?? lastId ?? ''))
      return
    }
    mine.forEach((heard) => write(seat, changeFrame(heard)))
  }

  // The first reset is only how a subscription says where it begins: nobody is here yet.
  const unsubscribe = live.subscribe(practiceId, undefined, {
    hear: (heard) => push({ kind: 'hint', heard }),
    reset: (id) => present.size > 0 && push({ kind: 'reset', id }),
  })
  return {
    join: (seat, lastId) => {
      present.add(seat)
      push({ kind: 'join', seat, ...missedSince(way, practiceId, lastId) })
    },
    leave: (seat) => {
      present.delete(seat)
      const ofActor = seats.get(seat.actorId)
      ofActor?.delete(seat)
      if (ofActor?.size === 0) {
        seats.delete(seat.actorId)
      }
    },
    size: () => present.size,
    close: unsubscribe,
  }
}

/** What a newcomer missed. Asked for and answered at once: everything after it comes through the room's own subscription. */
function missedSince(
  way: Way,
  practiceId: string,
  lastId: string | undefined,
): { missed: Heard[]; reset: string | null } {
  const missed: Heard[] = []
  let reset: string | null = null
  const unsubscribe = way.house.live.subscribe(practiceId, lastId, {
    hear: (heard) => missed.push(heard),
    reset: (id) => (reset = id),
  })
  unsubscribe()
  return { missed, reset }
}

function isFor(hint: Hint, actorId: string, audience: Audience | null): boolean {
  if ('draftId' in hint) {
    return hint.authorId === actorId
  }
  return 'careTeamId' in hint
    ? hint.toIds.includes(actorId)
    : hint.patientId === actorId || audience?.(hint).has(actorId) === true
}

/** The hints whose audience has to be asked for: a draft's is its author, an inbox's are named. */
function hintsOf(item: Item): ConversationHint[] {
  switch (item.kind) {
    case 'hint':
      return aboutConversations([item.heard])
    case 'reset':
      return []
    case 'join':
      return aboutConversations(item.missed)
  }
}

function aboutConversations(heard: Heard[]): ConversationHint[] {
  return heard.map(({ hint }) => hint).filter((hint) => 'conversationId' in hint)
}

/** A line that has grown too long becomes one reset; newcomers keep their place. */
function shorten(line: Item[]): Item[] {
  const last = line.findLast((item) => item.kind !== 'join')
  const id = last?.kind === 'hint' ? last.heard.id : last?.id
  return [...line.filter((item) => item.kind === 'join'), ...(id === undefined ? [] : [{ kind: 'reset' as const, id }])]
}

function changeFrame({ id, hint }: Heard): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify(aboutWhat(hint))}\n\n`
}

function aboutWhat(hint: Hint): object {
  if ('draftId' in hint) {
    return { draftId: hint.draftId }
  }
  return 'careTeamId' in hint ? { careTeamId: hint.careTeamId } : { conversationId: hint.conversationId }
}

/** The data must not be empty, or a browser keeps the event to itself. */
function resetFrame(id: string): string {
  return `id: ${id}\nevent: reset\ndata: {}\n\n`
}
