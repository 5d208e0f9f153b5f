// A server with planted faults, for outside testers to find: what finds nothing here would find nothing anywhere. It is started
// by `npm run outside` alone, on loopback, for as long as a tester looks at it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import type pg from 'pg'

export type Control = { url: string; close(): Promise<void> }

/** Echoes what is asked into its page, puts what is asked into SQL, and waits for slow clients without end. */
export async function openControl(database: pg.Client): Promise<Control> {
  const server = createServer({ requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('content-type', 'text/html')
    response.setHeader('set-cookie', 'session=planted')
    if (pathname === '/echo') {
      response.end(`<html><body>You looked for ${searchParams.get('word') ?? ''}</body></html>`)
      return
    }
    if (pathname === '/row') {
      // Planted: this is how it must never be done.
      const asked = `select name from planted where id = ${searchParams.get('id') ?? '0'}`
      database.query<{ name: string }>(asked).then(
        ({ rows }) => response.end(`<html><body>${rows.map(({ name }) => name).join(', ')}</body></html>`),
        (error: Error) => {
          response.statusCode = 500
          response.end(`<html><body>PostgreSQL query failed: ERROR: ${error.message}</body></html>`)
        },
      )
      return
    }
    response.end('<html><body><a href="/echo?word=a">words</a> <a href="/row?id=1">rows</a></body></html>')
  })
  // Whoever holds these holds the server.
  server.maxConnections = 100
  return listening(server, 'http')
}

/** Speaks the old versions of TLS, with a certificate that nobody has signed. */
export async function openOldTls(key: string, cert: string): Promise<Control> {
  const old = { key, cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: 'ALL:@SECLEVEL=0' } as const
  return listening(
    createTlsServer(old, (_request, response) => response.end('planted')),
    'https',
  )
}

async function listening(server: Server, scheme: string): Promise<Control> {
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
