// Who wrote when over the years: what the loader writes, as plain facts that follow from the seed alone. The numbers are those of
// the load model: length of conversations, hours of the day, how soon the clinic answers and patients read.
import { seededLength, seededRandom } from '../seeded.ts'

export type History = {
  seed: number
  messages: number
  days: number
  patients: number
  /** The end of the last day: nothing is later. */
  endsAt: Date
}

export type PlannedConversation = {
  number: number
  /** Numbers from 0; the loader knows whose they are. */
  patient: number
  person: number
  topic: number
  turns: Turn[]
  closedAt: number | null
  /** A part from 0 to 1, for what else is drawn of this conversation. */
  draw: () => number
}
/** A message of the patient and what the clinic does with it, or a message of the clinic. Times in milliseconds. */
export type Turn = {
  byPatient: boolean
  at: number
  /** When the other side read it; null when that is still to come. */
  readAt: number | null
  /** Of the patient's: how many files it has. */
  files: number
}

const meanLength = 4.5
const longest = 60
const hour = 3_600_000
const day = 24 * hour
/** Local time without its summers: an hour more or less is nothing here. */
const zoneOffset = -5 * hour
/** From Sunday on: 12 % at weekends, Monday 1.35 times the other days. */
const weekdays = [0.06, 0.222, 0.1645, 0.1645, 0.1645, 0.1645, 0.06]
/** 22 % outside 08-18, 13 % in each of the two busiest hours. */
const hours = [
  [0.005, 0.005, 0.005, 0.005, 0.005, 0.005, 0.005, 0.025],
  [0.1, 0.13, 0.13, 0.09, 0.07, 0.07, 0.07, 0.06, 0.04, 0.02],
  [0.03, 0.03, 0.03, 0.03, 0.03, 0.01],
].flat()

/** How many conversations make about so many messages. */
export function countConversations({ messages }: Pick<History, 'messages'>): number {
  return Math.max(1, Math.round(messages / meanLength))
}

/** The conversation of this number, out of so many; they begin in the order of their numbers, day by day. */
export function planConversation(history: History, days: number[], number: number): PlannedConversation {
  const random = seededRandom(history.seed * 1_000_003 + number)
  const endsAt = history.endsAt.getTime()
  const startOfDay = endsAt - ((days[number] ?? 0) + 1) * day
  const startedAt = Math.min(endsAt - 1, startOfDay + hourOf(random) * hour + random() * hour)
  const turns: Turn[] = []
  // The clinic has the last word.
  const length = Math.min(longest, 2 + 2 * geometric(random, meanLength / 2 - 1))
  for (let at = startedAt, turn = 0; turn < length && at <= endsAt; turn++) {
    const byPatient = turn % 2 === 0
    const readAt = byPatient ? whenWorking(at + wait(random, 4), random) : at + patientReads(random)
    const files = byPatient && random() < 0.2 ? 1 + Number(random() < 0.4) : 0
    turns.push({ byPatient, at, readAt: readAt <= endsAt ? readAt : null, files })
    at = byPatient ? whenWorking(readAt + wait(random, 16), random) : readAt + wait(random, 5)
  }
  const last = turns.at(-1)
  const isOver = turns.length === length && last?.byPatient === false
  const closesAt = whenWorking((last?.at ?? startedAt) + day, random)
  return {
    number,
    patient: Math.floor(random() * history.patients),
    person: Math.floor(random() * 1_000),
    topic: Math.floor(random() * 1_000),
    turns,
    closedAt: isOver && closesAt <= endsAt ? closesAt : null,
    draw: random,
  }
}

/** For each conversation in order, on which day it began, counted back from the last one. */
export function planDays(history: History): number[] {
  const count = countConversations(history)
  const weight = (back: number) =>
    weekdays[new Date(history.endsAt.getTime() + zoneOffset - (back + 0.5) * day).getUTCDay()] ?? 0
  const weights = Array.from({ length: history.days }, (_, index) => weight(history.days - 1 - index))
  const total = weights.reduce((sum, one) => sum + one, 0)
  const days: number[] = []
  for (let index = 0, until = 0; index < history.days; index++) {
    until += ((weights[index] ?? 0) / total) * count
    while (days.length < Math.round(until)) {
      days.push(history.days - 1 - index)
    }
  }
  return days.slice(0, count)
}

function hourOf(random: () => number): number {
  let left = random()
  return Math.max(
    0,
    hours.findIndex((part) => (left -= part) < 0),
  )
}

function geometric(random: () => number, mean: number): number {
  return Math.floor(Math.log(1 - random()) / Math.log(mean / (1 + mean)))
}

/** Half of the waits are shorter than `hoursMedian`. */
function wait(random: () => number, hoursMedian: number): number {
  return seededLength(random, { median: hoursMedian * hour, spread: 0.9 })
}

/** 12 % after three days at the earliest, and nobody later than 21 days. */
function patientReads(random: () => number): number {
  return random() < 0.88 ? Math.min(3 * day, wait(random, 5)) : (3 + random() * 18) * day
}

/** The clinic works on weekdays from 08 to 18; what falls outside is done the next morning. */
function whenWorking(at: number, random: () => number): number {
  const local = new Date(at + zoneOffset)
  const opensToday = Math.floor((at + zoneOffset) / day) * day - zoneOffset + 8 * hour
  const isWorkday = local.getUTCDay() % 6 !== 0
  if (isWorkday && at >= opensToday && at < opensToday + 10 * hour) {
    return at
  }
  for (let opens = at < opensToday ? opensToday : opensToday + day; ; opens += day) {
    if (new Date(opens + zoneOffset).getUTCDay() % 6 !== 0) {
      return opens + random() * 3 * hour
    }
  }
}
