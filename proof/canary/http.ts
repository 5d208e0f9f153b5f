import { Agent, request } from 'node:http'

export type Sent = {
  method: string
  path: string
  headers: Record<string, string>
  body?: string | Buffer
  /** On a connection of its own: streams must not wait for each other. */
  isAlone?: boolean
}
export type Heard = {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** Status line, headers and body, as they came: everything that is searched. */
  bytes: Buffer
  body: Buffer
  requestId: string
  milliseconds: number
}

/** A plain client over a real socket: what is searched is what the wire carried. */
export function makeClient(port: number): { send(sent: Sent): Promise<Heard>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return {
    send: (sent) => exchange(agent, port, sent),
    close: () => agent.destroy(),
  }
}

/** A stream of changes never ends: it is left after this long, in which it has told what happened meanwhile. */
const streamMs = 2_500

function exchange(agent: Agent, port: number, sent: Sent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const { method, path, headers, body } = sent
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        agent: sent.isAlone === true ? false : agent,
        method,
        path,
        headers: { ...headers, ...length },
      },
      (response) => {
        const chunks: Buffer[] = []
        let milliseconds = 0
        const finish = (): void => {
          const payload = Buffer.concat(chunks)
          const head = `HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\n${response.rawHeaders.join('\n')}\n\n`
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat([Buffer.from(head, 'latin1'), payload]),
            body: payload,
            requestId: String(response.headers['x-request-id'] ?? ''),
            milliseconds,
          })
        }
        if (String(response.headers['content-type']).startsWith('text/event-stream')) {
          setTimeout(() => response.destroy(), streamMs)
          response.on('error', () => {})
          response.on('close', finish)
        } else {
          response.on('error', reject)
          response.on('end', () => {
            milliseconds = performance.now() - startedAt
            finish()
          })
        }
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}
