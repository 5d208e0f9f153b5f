import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { expect } from 'vitest'

export type Event = { id: string; type: string; conversationId: string | null; draftId: string | null }
export type OpenStream = {
  status: number
  headers: IncomingHttpHeaders
  /** Everything heard so far, in order; comments are counted. */
  events: Event[]
  comments: () => number
  body: () => string
  isEnded: () => boolean
  /** Waits until as many events have come. */
  heard(count: number): Promise<Event[]>
  ended(): Promise<void>
  /** Hangs up, as a phone in a tunnel does. */
  drop(): void
  message: IncomingMessage
}

/** A plain HTTP client of server-sent events: it reads what the wire carries, with no library between. */
export async function openStream(
  port: number | string,
  person: { id?: string; as: Record<string, string> },
  options: { lastId?: string; after?: string; path?: string } = {},
): Promise<OpenStream> {
  const query = options.after === undefined ? '' : `?after=${encodeURIComponent(options.after)}`
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(
      {
        // A number is a port of this machine, a text the path of a Unix socket.
        ...(typeof port === 'number' ? { host: '127.0.0.1', port } : { socketPath: port }),
        path: options.path ?? `/api/as/${person.id}/live${query}`,
        headers: { ...person.as, ...(options.lastId !== undefined && { 'last-event-id': options.lastId }) },
        agent: false,
      },
      resolve,
    )
    request.on('error', reject)
  })
  const events: Event[] = []
  const state = { text: '', rest: '', comments: 0, ended: false }
  message.setEncoding('utf8')
  message.on('data', (chunk: string) => {
    state.text += chunk
    const blocks = (state.rest + chunk).split('\n\n')
    state.rest = blocks.pop() ?? ''
    for (const block of blocks) {
      state.comments += block.startsWith(':') ? 1 : 0
      const event = parse(block)
      if (event !== undefined) {
        events.push(event)
      }
    }
  })
  message.on('error', () => {})
  message.on('close', () => (state.ended = true))
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    events,
    message,
    comments: () => state.comments,
    body: () => state.text,
    isEnded: () => state.ended,
    async heard(count) {
      await expect.poll(() => events.length, { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(count)
      return events
    },
    async ended() {
      await expect.poll(() => state.ended, { timeout: 5_000, interval: 5 }).toBe(true)
    },
    drop: () => message.destroy(),
  }
}

function parse(block: string): Event | undefined {
  const fields = new Map(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  const data = fields.get('data')
  if (data === undefined) {
    return undefined
  }
  const { conversationId = null, draftId = null } = JSON.parse(data) as { conversationId?: string; draftId?: string }
  return { id: fields.get('id') ?? '', type: fields.get('event') ?? 'message', conversationId, draftId }
}
