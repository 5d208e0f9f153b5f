// A server with planted faults, for outside testers to find: what finds nothing here would find nothing anywhere. It is started
// by `npm run outside` alone, on loopback, for as long as a tester looks at it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type pg from 'pg'
import type { Opened } from './tester.ts'

/** Longer than what a connection's buffers hold: whoever reads it slowly is waited for. */
const largePage = 'a'.repeat(8_000_000)

/** Echoes what is asked into its page, puts what is asked into SQL, and waits for slow clients without end. */
export async function openControl(database: pg.Client): Promise<Opened> {
  const server = createServer({ requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    // What is no request, or goes away in the middle of one, is not answered.
    answer(database, request, response).catch(() => response.destroy())
  })
  // Whoever holds these holds the server.
  server.maxConnections = 100
  return listening(server, 'http')
}

async function answer(database: pg.Client, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  // It waits for the whole of a body, however slowly that comes.
  const body = request.method === 'POST' ? await text(request) : ''
  response.setHeader('content-type', 'text/html')
  response.setHeader('set-cookie', 'session=planted')
  if (pathname === '/echo') {
    response.end(`<html><body>You looked for ${searchParams.get('word') ?? ''}</body></html>`)
    return
  }
  if (pathname === '/row') {
    const name = body === '' ? searchParams.get('name') : (JSON.parse(body) as { name: string }).name
    await answerRow(database, name ?? '', response)
    return
  }
  if (pathname === '/large') {
    response.end(largePage)
    return
  }
  response.end('<html><body><a href="/echo?word=a">words</a> <a href="/row?name=row+1">rows</a></body></html>')
}

/** Planted: this is how it must never be done. */
async function answerRow(database: pg.Client, name: string, response: ServerResponse): Promise<void> {
  try {
    const { rows } = await database.query<{ name: string }>(`select name from planted where name = '${name}'`)
    response.end(`<html><body>${rows.map((row) => row.name).join(', ')}</body></html>`)
  } catch (error) {
    response.statusCode = 500
    response.end(`<html><body>PostgreSQL query failed: ERROR: ${(error as Error).message}</body></html>`)
  }
}

/** Speaks the old versions of TLS, with a certificate that nobody has signed. */
export async function openOldTls(certificate: { key: string; cert: string }): Promise<Opened> {
  const old = { ...certificate, minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: 'ALL:@SECLEVEL=0' } as const
  return listening(
    createTlsServer(old, (_request, response) => response.end('planted')),
    'https',
  )
}

async function listening(server: Server, scheme: string): Promise<Opened> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
