// The load, in a process of its own: keep-alive connections that send prepared bytes and wait for whole answers.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { uuidv7 } from '../server/platform/ids.ts'
import { quantile } from './figures.ts'
import type { FloodCounted, Flooded, FloodShot, Stream } from './flood.ts'

type Tally = Omit<FloodCounted, 'good' | 'p50' | 'p99'> & { latencies: number[] }
type Line = { socket: Socket; tally: Tally | null; id: string; dueAt: number; rest: string }

/** After the end, for the answers of what was sent before it. */
const lastAnswersMs = 5_000

process.once('message', ({ streams, seconds }: { streams: Stream[]; seconds: number }) => {
  void run(streams, seconds).then((flooded) => process.send?.(flooded, () => process.disconnect?.()))
})

async function run(streams: Stream[], seconds: number): Promise<Flooded> {
  const tallies = new Map<string, Tally>()
  const lines = await Promise.all(
    streams.map(({ port, connections }) => Promise.all(Array.from({ length: connections }, () => open(port)))),
  )
  process.send?.('open')
  await once(process, 'message')
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1000
  await Promise.all(
    streams.map((stream, at) => runStream(stream, lines[at] ?? [], { startedAt, endsAt, tally: tallyOf(tallies) })),
  )
  lines.flat().forEach(({ socket }) => socket.destroy())
  return Object.fromEntries([...tallies].map(([label, tally]) => [label, countedOf(tally)]))
}

/** What is due while every connection is busy waits in line, and its waiting counts. */
function runStream(
  { shots, rate }: Stream,
  lines: Line[],
  { startedAt, endsAt, tally }: { startedAt: number; endsAt: number; tally: (label: string) => Tally },
): Promise<void> {
  return new Promise((resolve) => {
    const idle = [...lines]
    const due: number[] = []
    let planned = 0
    let used = 0
    const fire = (line: Line, dueAt: number): void => {
      const shot = shots[used++ % shots.length]
      if (shot !== undefined) {
        send(line, shot, tally(shot.label), dueAt)
      }
    }
    const serve = (): void => {
      while (idle.length > 0 && due.length > 0) {
        // The one that has been idle longest: a server closes those that never ask.
        const line = idle.shift()
        if (line !== undefined && !line.socket.destroyed) {
          fire(line, due.shift() ?? startedAt)
        }
      }
    }
    const answered = (line: Line): void => {
      const now = performance.now()
      if (rate === undefined && now < endsAt) {
        fire(line, now)
        return
      }
      idle.push(line)
      serve()
    }
    lines.forEach((line) => listen(line, endsAt, () => answered(line)))
    if (rate === undefined) {
      idle.splice(0).forEach((line) => fire(line, startedAt))
    }
    const clock = setInterval(() => {
      const now = performance.now()
      if (now < endsAt) {
        for (; rate !== undefined && startedAt + (planned * 1000) / rate <= now; planned++) {
          due.push(startedAt + (planned * 1000) / rate)
        }
        serve()
        return
      }
      due.length = 0
      if (lines.every((line) => line.tally === null) || now > endsAt + lastAnswersMs) {
        clearInterval(clock)
        for (const line of lines) {
          giveUp(line)
        }
        resolve()
      }
    }, 1)
  })
}

const idPrefix = uuidv7().slice(0, 24)
let ids = Math.floor(Math.random() * 2 ** 32)

function send(line: Line, { head, tail }: FloodShot, tally: Tally, dueAt: number): void {
  line.id = tail === '' ? '' : idPrefix + (ids++).toString(16).padStart(12, '0')
  line.tally = tally
  line.dueAt = dueAt
  tally.asked++
  line.socket.write(head + line.id + tail, 'latin1')
}

function listen(line: Line, endsAt: number, answered: () => void): void {
  line.socket.on('data', (chunk) => {
    if (line.tally === null) {
      return
    }
    line.rest += chunk.toString('latin1')
    const end = line.rest.indexOf('\r\n\r\n')
    const lengthAt = line.rest.indexOf('content-length: ')
    if (end < 0 || line.rest.length < end + 4 + Number.parseInt(line.rest.slice(lengthAt + 16, lengthAt + 24), 10)) {
      return
    }
    note(line, line.rest.slice(0, end), endsAt)
    line.rest = ''
    line.tally = null
    answered()
  })
  line.socket.on('close', () => giveUp(line))
}

function giveUp(line: Line): void {
  if (line.tally !== null) {
    line.tally.unanswered++
    line.tally = null
  }
}

function note({ tally, id, dueAt }: Line, head: string, endsAt: number): void {
  if (tally === null) {
    return
  }
  const status = head.slice(9, 12)
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1
  if (status === '200') {
    tally.ids.push(id)
    const now = performance.now()
    if (now <= endsAt) {
      tally.latencies.push(now - dueAt)
    }
  } else if ((status === '503' || status === '429') && !/^retry-after: \d+$/im.test(head)) {
    tally.withoutRetryAfter++
  }
}

function tallyOf(tallies: Map<string, Tally>): (label: string) => Tally {
  return (label) => {
    const tally = tallies.get(label) ?? newTally()
    tallies.set(label, tally)
    return tally
  }
}

function newTally(): Tally {
  return { latencies: [], asked: 0, statuses: {}, withoutRetryAfter: 0, unanswered: 0, ids: [] }
}

function countedOf({ latencies, ...rest }: Tally): FloodCounted {
  return { good: latencies.length, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), ...rest }
}

async function open(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  return { socket, tally: null, id: '', dueAt: 0, rest: '' }
}
