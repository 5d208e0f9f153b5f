import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'

const web = join(import.meta.dirname, '../web')
/** The policy that the product's server sends (security.md, section 7). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ')

export type Site = { url: string; close: () => Promise<void> }
type Answer = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Builds the gallery, and a script of the test's if it has one, as the product is built, and serves them under the
 * product's policy: /gallery, and below /script
 * an empty page that runs the script. The test answers what is below /api.
 */
export async function openSite({
  script,
  answer = notFound,
}: { script?: string; answer?: Answer } = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-site-'))
  await build({
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'error',
    build: {
      outDir: folder,
      rolldownOptions: {
        input: {
          gallery: join(web, 'gallery/index.html'),
          ...(script && { script: join(import.meta.dirname, script) }),
        },
        output: { entryFileNames: 'assets/[name].js' },
      },
    },
  })
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy)
    if (request.url?.startsWith('/api/')) {
      answer(request, response)
      return
    }
    void sendFile(folder, request.url ?? '/', response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

const scriptPage =
  '<!doctype html><title>Script</title><div id="app"></div><script type="module" src="/assets/script.js"></script>'

async function sendFile(folder: string, url: string, response: ServerResponse): Promise<void> {
  const path = url.split('?')[0] ?? '/'
  if (path.startsWith('/script')) {
    response.writeHead(200, { 'content-type': types['.html'] }).end(scriptPage)
    return
  }
  const file = extname(path) === '' ? '/gallery/index.html' : path
  try {
    const bytes = await readFile(join(folder, file))
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(bytes)
  } catch {
    notFound(undefined, response)
  }
}

function notFound(_request: IncomingMessage | undefined, response: ServerResponse): void {
  response.writeHead(404).end()
}
