// What is promised here: the contract that is served is the one that is committed, and a person can read it.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('the served document is the committed one and holds every endpoint', async () => {
  const served = await house().app.inject({ url: '/api/openapi.json' })
  const committed = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8'))
  expect(served.json()).toEqual(committed)
  const ids = Object.values(served.json().paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId: string }>).map((operation) => operation.operationId),
  )
  expect(ids.sort()).toEqual(Object.keys(api).sort())
})

test('the page names every endpoint and runs nothing', async () => {
  const page = await house().app.inject({ url: '/api' })
  expect(page.headers['content-type']).toContain('text/html')
  for (const endpoint of Object.values(api)) {
    expect(page.body).toContain(`${endpoint.method} ${endpoint.path}`)
  }
  expect(page.body).not.toContain('<script')
})
