// A client that writes bytes when it wants to: heads without bodies, two requests on one connection, old versions of HTTP.
import { connect, type Socket } from 'node:net'
import { requestOf } from '../../testing/request-of.ts'

export type WireAnswer = { status: number; head: string; body: string }
export type Wire = {
  write(bytes: string): void
  /** The next whole answer on this connection; interim ones (100) count too. */
  answer(options?: { isHead?: boolean }): Promise<WireAnswer>
  closed(): Promise<void>
  drop(): void
}

export async function openWire(port: number): Promise<Wire> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let received: Buffer = Buffer.alloc(0)
  let isClosed = false
  let wake = (): void => {}
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  await new Promise((resolve) => socket.once('connect', resolve))
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look()
      if (found !== undefined) {
        return found
      }
      if (isClosed) {
        throw new Error(`the connection was closed after: ${received.toString('latin1')}`)
      }
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    write: (bytes) => void socket.write(bytes),
    answer: ({ isHead = false } = {}) =>
      until(() => {
        const end = received.indexOf('\r\n\r\n')
        if (end < 0) {
          return undefined
        }
        const head = received.toString('latin1', 0, end)
        const length = isHead ? 0 : Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
        if (received.length < end + 4 + length) {
          return undefined
        }
        const body = received.toString('utf8', end + 4, end + 4 + length)
        received = received.subarray(end + 4 + length)
        return { status: Number(head.slice(9, 12)), head, body }
      }),
    async closed() {
      while (!isClosed) {
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    drop: () => socket.destroy(),
  }
}

/** Head and body of one call as they go over the wire. */
export function bytesOf(
  ...[endpoint, caller, input, more = {}]: [
    ...Parameters<typeof requestOf>,
    more?: { version?: string; headers?: Record<string, string> },
  ]
): { head: string; body: string; whole: string } {
  const { method, url, headers, payload } = requestOf(endpoint, caller, input)
  const all = {
    host: 'localhost',
    ...headers,
    ...(payload !== undefined && { 'content-length': String(Buffer.byteLength(payload)) }),
    ...more.headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const head = [`${method} ${url} HTTP/${more.version ?? '1.1'}`, ...lines, '', ''].join('\r\n')
  return { head, body: payload ?? '', whole: head + (payload ?? '') }
}
