import { api } from '../../shared/api/index.ts'
import type { Endpoint } from '../../shared/endpoint.ts'
import { toOpenApi } from '../../shared/openapi.ts'
import { z } from 'zod'
import type { Mount } from '../app.ts'

/** The contract as a document for programs (OpenAPI 3.1) and as a page for people. Neither says anything about anybody. */
export function contractRoutes({ app }: Mount): void {
  // Made when it is first asked for: most servers are never asked.
  const document = once(() => JSON.stringify(toOpenApi()))
  const page = once(contractPage)
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document()),
  )
  app.get('/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page()))
}

function once(make: () => string): () => string {
  let made: string | undefined
  return () => (made ??= make())
}

function contractPage(): string {
  const entries = Object.entries(api) as [string, Endpoint][]
  const nouns = Map.groupBy(entries, ([, endpoint]) => nounOf(endpoint.path))
  const sections = [...nouns].map(
    ([noun, group]) => `<section><h2 id="${noun}">${noun}</h2>${group.map(article).join('')}</section>`,
  )
  const index = [...nouns.keys()].map((noun) => `<li><a href="#${noun}">${noun}</a></li>`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Threadwell API</title></head><body><main><h1>Threadwell API</h1>
<p>For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Errors are RFC 9457 problem documents with a stable
<code>code</code>. Calls that change something need the header <code>x-threadwell: 1</code> and come from the application's own origin.</p>
<nav aria-label="Contents"><ul>${index.join('')}</ul></nav>${sections.join('')}</main></body></html>`
}

function article([name, endpoint]: [string, Endpoint]): string {
  const parts = [
    ['Path', endpoint.params],
    ['Query', endpoint.query],
    ['Headers', endpoint.headers],
    ['Body', endpoint.body],
    ['Answer', endpoint.response],
  ] as const
  const audit =
    typeof endpoint.audit === 'string'
      ? `recorded as <code>${endpoint.audit}</code>`
      : `not recorded: ${escape(endpoint.audit.none)}`
  return `<article><h3 id="${name}">${escape(endpoint.summary)}</h3><p><code>${endpoint.method} ${escape(endpoint.path)}</code>
(${endpoint.audience}; ${audit})</p>${parts.map(([title, schema]) => details(title, schema)).join('')}</article>`
}

function details(title: string, schema: z.ZodType | undefined): string {
  if (schema === undefined) {
    return ''
  }
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: title === 'Answer' ? 'output' : 'input',
    unrepresentable: 'any',
  })
  return `<details><summary>${title}</summary><pre>${escape(JSON.stringify(json, null, 2))}</pre></details>`
}

function nounOf(path: string): string {
  return path.replace('/api/as/:membershipId/', '').replace('/api/', '').split('/')[0] ?? ''
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
