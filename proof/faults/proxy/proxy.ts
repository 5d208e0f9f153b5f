// A TCP proxy that breaks what passes through it, as networks do: late, in pieces, cut short, or silent.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Damage, noDamage } from './damage.ts'

/** What the connection with this number (from 0) suffers. */
export type Plan = (connection: number) => Damage

export type FaultProxy = {
  port: number
  /** Connections taken so far. */
  readonly count: number
  /** For connections from now on: what they suffer, and where they lead. */
  plan: Plan
  target: NetConnectOpts
  /** New connections are reset at once while this is true. */
  isRefusing: boolean
  /** Resets everything that is open. */
  resetAll(): void
  /** Nothing passes on what is open now, in either direction, and nobody is told. */
  silenceAll(): void
  close(): Promise<void>
}

/** Listens on a free port of this machine and passes on to `target`: a port, or the path of a Unix socket. */
export async function openProxy(target: NetConnectOpts, plan: Plan = () => noDamage): Promise<FaultProxy> {
  const lines = new Set<Line>()
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const number = state.count++
    client.on('error', () => {})
    if (proxy.isRefusing) {
      client.resetAndDestroy()
      return
    }
    const line = openLine(client, connect({ ...proxy.target, allowHalfOpen: true }), proxy.plan(number))
    lines.add(line)
    void line.ended.then(() => lines.delete(line))
  })
  const state = { count: 0 }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: FaultProxy = {
    port: (server.address() as AddressInfo).port,
    get count() {
      return state.count
    },
    plan,
    target,
    isRefusing: false,
    resetAll: () => lines.forEach((line) => line.cut('reset')),
    silenceAll: () => lines.forEach((line) => line.cut('silence')),
    async close() {
      server.close()
      lines.forEach((line) => line.cut('reset'))
      await once(server, 'close')
    },
  }
  return proxy
}

type Line = { cut(how: 'reset' | 'end' | 'silence'): void; ended: Promise<unknown> }

function openLine(client: Socket, upstream: Socket, damage: Damage): Line {
  const state = { isSilent: false }
  upstream.setNoDelay(true)
  upstream.on('error', () => reset(client))
  // The end of one side is told to the other, unless the line has gone silent.
  client.once('close', () => state.isSilent || upstream.destroy())
  upstream.once('close', () => state.isSilent || client.end())
  const cut = (how: 'reset' | 'end' | 'silence'): void => {
    if (how === 'silence') {
      state.isSilent = true
      return
    }
    if (how === 'reset') {
      reset(client)
      reset(upstream)
      return
    }
    client.end(() => client.destroy())
    upstream.destroy()
  }
  const isSilent = () => state.isSilent
  void pass({ from: client, to: upstream, way: 'up', damage, isSilent, cut })
  void pass({ from: upstream, to: client, way: 'down', damage, isSilent, cut })
  return { cut, ended: Promise.all([closed(client), closed(upstream)]) }
}

type Passage = {
  from: Socket
  to: Socket
  way: 'up' | 'down'
  damage: Damage
  isSilent: () => boolean
  cut: Line['cut']
}

async function pass(passage: Passage): Promise<void> {
  const { from, to, way, damage, isSilent, cut } = passage
  const limit = damage.cut?.way === way ? damage.cut : undefined
  let passed = 0
  if (limit?.afterBytes === 0) {
    cut(limit.how)
  }
  try {
    for await (const bytes of gathered(from, damage.mergeMs ?? 0)) {
      if (damage.delayMs !== undefined) {
        await sleep(damage.delayMs())
      }
      for (const piece of split(bytes, damage.splitBytes ?? bytes.length)) {
        const rest = limit === undefined ? piece.length : limit.afterBytes - passed
        const part = piece.subarray(0, Math.max(0, rest))
        if (isSilent() || to.destroyed) {
          continue
        }
        await write(to, part)
        passed += part.length
        if (limit !== undefined && passed >= limit.afterBytes) {
          cut(limit.how)
        }
        if (damage.dripMs !== undefined) {
          await sleep(damage.dripMs)
        }
      }
    }
  } catch {
    // A side that was reset; the other learns of it by its own events.
  }
  if (!isSilent() && !to.destroyed) {
    to.end()
  }
}

/** What arrives while one waits is one piece. */
async function* gathered(from: Socket, mergeMs: number): AsyncGenerator<Buffer> {
  if (mergeMs === 0) {
    // A side that says no more still listens.
    yield* from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    return
  }
  const waiting: Buffer[] = []
  let wake: () => void = () => {}
  from.on('data', (bytes: Buffer) => {
    waiting.push(bytes)
    wake()
  })
  from.once('close', () => wake())
  from.once('end', () => wake())
  while (waiting.length > 0 || !(from.destroyed || from.readableEnded)) {
    if (waiting.length === 0) {
      await new Promise<void>((resolve) => (wake = resolve))
    }
    await sleep(mergeMs)
    if (waiting.length > 0) {
      yield Buffer.concat(waiting.splice(0))
    }
  }
}

/** A Unix socket knows no reset; it is closed. */
function reset(socket: Socket): void {
  if (socket.remoteAddress === undefined) {
    socket.destroy()
    return
  }
  socket.resetAndDestroy()
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

function* split(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size)
  }
}

function write(to: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) {
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    to.write(bytes, () => resolve())
  })
}
