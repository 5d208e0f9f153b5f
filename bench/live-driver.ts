// Streams of changes and whoever causes them, in a process of their own and by one clock.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from '../server/platform/ids.ts'
import { limits } from '../shared/limits.ts'
import type { Shot } from './drive.ts'

export type LiveOrder =
  | { open: Shot[]; port: number }
  /** All that were opened are cut at once; each is opened again as its page does it. */
  | { reopen: Shot[]; port: number }
  /** Sends into a conversation each, so many a second, while one stream listens. */
  | { listen: Shot; sends: Shot[]; perSecond: number; port: number }
/** `missed`: changes that were not heard, or attempts to open that were refused. */
export type LiveDriven = { heardMs: number[]; answeredMs: number[]; missed: number }

/** Streams that are being opened at a time: a server takes so many connections that nobody has accepted yet. */
const opening = 100
/** A change that has not come by then does not come. */
const patienceMs = 5_000

process.on('message', (order: LiveOrder) => {
  void drive(order).then((driven) => process.send?.(driven))
})

function drive(order: LiveOrder): Promise<LiveDriven> {
  if ('open' in order) {
    return openAll(order.open, order.port)
  }
  return 'reopen' in order ? reopenAll(order.reopen, order.port) : hearSends(order)
}

const kept: Socket[] = []

async function reopenAll(shots: Shot[], port: number): Promise<LiveDriven> {
  kept.splice(0).forEach((socket) => socket.destroy())
  const cutAt = performance.now()
  let refused = 0
  const reopen = async (one: Shot): Promise<number> => {
    for (let failures = 0; ; failures++) {
      // The first pause of a page is none: the browser notices at once that its line is gone.
      const longestMs = Math.min(limits.streamRetryMs * 2 ** (failures - 1), limits.streamRetryMaxMs)
      await sleep(failures === 0 ? 0 : longestMs * (0.5 + Math.random() / 2))
      const socket = await openStream(one, port).catch(() => null)
      if (socket !== null) {
        kept.push(socket)
        return performance.now() - cutAt
      }
      refused++
    }
  }
  const heardMs = await Promise.all(shots.map(reopen))
  return { heardMs, answeredMs: [], missed: refused }
}

async function openAll(shots: Shot[], port: number): Promise<LiveDriven> {
  for (let from = 0; from < shots.length; from += opening) {
    kept.push(...(await Promise.all(shots.slice(from, from + opening).map((one) => openStream(one, port)))))
  }
  return { heardMs: [], answeredMs: [], missed: 0 }
}

async function hearSends(order: Extract<LiveOrder, { listen: Shot }>): Promise<LiveDriven> {
  const heardAt = new Map<string, number>()
  let rest = ''
  await openStream(order.listen, order.port, (text) => {
    const now = performance.now()
    const frames = (rest + text).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const id = /"conversationId":"([^"]+)"/.exec(frame)?.[1]
      if (id !== undefined && !heardAt.has(id)) {
        heardAt.set(id, now)
      }
    }
  })
  const sent = order.sends.map(async (send, index) => {
    await sleep((index * 1000) / order.perSecond)
    const id = /\/conversations\/([^/]+)\//.exec(send)?.[1] ?? ''
    const socket = await open(order.port)
    const sentAt = performance.now()
    socket.write(send.replaceAll('%ID%', () => uuidv7()))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    const answeredMs = performance.now() - sentAt
    socket.destroy()
    if (!answer.toString('latin1').startsWith('HTTP/1.1 200')) {
      throw new Error(`a send was refused: ${answer.toString('latin1', 0, 60)}`)
    }
    return { id, sentAt, answeredMs }
  })
  const all = await Promise.all(sent)
  for (let waited = 0; waited < patienceMs && all.some(({ id }) => !heardAt.has(id)); waited += 50) {
    await sleep(50)
  }
  // The first tenth found everything cold.
  const warm = all.slice(Math.floor(all.length / 10))
  const heardMs = warm.flatMap(({ id, sentAt }) => {
    const at = heardAt.get(id)
    return at === undefined ? [] : [at - sentAt]
  })
  return { heardMs, answeredMs: warm.map(({ answeredMs }) => answeredMs), missed: warm.length - heardMs.length }
}

/** Resolves once the stream has begun, and stays open. */
async function openStream(request: Shot, port: number, hear: (text: string) => void = () => {}): Promise<Socket> {
  const socket = await open(port)
  socket.write(request)
  const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'end')])) as [Buffer | undefined]
  if (first === undefined || !first.toString('latin1').startsWith('HTTP/1.1 200')) {
    socket.destroy()
    throw new Error(`a stream was refused: ${first?.toString('latin1', 0, 60)}`)
  }
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => hear(chunk.toString('latin1')))
  return socket
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}
