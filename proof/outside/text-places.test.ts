// What is promised here: a tester is shown every place of a request in which a person may put what they like, and no other.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { callsOf } from '../canary/routes.ts'
import { fillQuery, fillText, isTextTaken, type Schema, starText } from './text-places.ts'

const free: Schema = { type: 'string' }
const id: Schema = { type: 'string', format: 'uuid' }
const kind: Schema = { type: 'string', enum: ['a', 'b'] }
const code: Schema = { type: 'string', pattern: '^[a-z]+$' }

test.each<[string, Schema, unknown, unknown]>([
  ['a word', { properties: { name: free } }, { name: 'Ann' }, { name: 'Ann*' }],
  [
    'ids, kinds and codes',
    { properties: { id, kind, code } },
    { id: 'x', kind: 'a', code: 'b' },
    { id: 'x', kind: 'a', code: 'b' },
  ],
  [
    'a word or nothing',
    { properties: { name: { anyOf: [free, { type: 'null' }] } } },
    { name: 'Ann' },
    { name: 'Ann*' },
  ],
  ['words in a list', { properties: { all: { items: free } } }, { all: ['a', 'b'] }, { all: ['a*', 'b*'] }],
  [
    'words inside',
    { properties: { name: { properties: { en: free, fr: free } } } },
    { name: { en: 'a' } },
    { name: { en: 'a*' } },
  ],
  [
    'words in one of two shapes',
    { properties: { to: { oneOf: [{ properties: { id } }, { properties: { text: free } }] } } },
    { to: { text: 'a' } },
    { to: { text: 'a*' } },
  ],
  [
    'words under any key',
    { properties: { all: { additionalProperties: free } } },
    { all: { x: 'a' } },
    { all: { x: 'a*' } },
  ],
  ['numbers', { properties: { size: { type: 'integer' } } }, { size: 5 }, { size: 5 }],
])('%s', (_name, schema, sent, starred) => {
  expect(JSON.parse(starText(JSON.stringify(sent), schema))).toEqual(starred)
  expect(isTextTaken(schema)).toBe(JSON.stringify(sent) !== JSON.stringify(starred))
})

test('words that were left out are filled in, and nothing else', () => {
  const names: Schema = { properties: { first: free, last: { anyOf: [free, { type: 'null' }] } } }
  const schema: Schema = {
    properties: { name: names, note: free, id, kind, to: { oneOf: [names, { properties: { id } }] } },
  }
  expect(JSON.parse(fillText('{"name":{"first":"Ann"},"to":{"id":"x"}}', schema))).toEqual({
    name: { first: 'Ann', last: 'word' },
    note: 'word',
    to: { id: 'x' },
  })
})

test('every parameter that has a value of its own gets one, and what was asked for stays', () => {
  const parameters = [
    { name: 'status', in: 'query', schema: kind },
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } },
    { name: 'cursor', in: 'query', schema: free },
    { name: 'careTeamId', in: 'query', schema: id },
    { name: 'archived', in: 'query', schema: { type: 'string', const: 'true' } },
    { name: 'x-file-name', in: 'header', schema: free },
  ]
  expect(fillQuery('/queue', parameters)).toBe('/queue?status=a&limit=1&archived=true')
  expect(fillQuery('/queue?status=b', parameters)).toBe('/queue?status=b&limit=1&archived=true')
})

test('of the contract, these calls take words: among them the searches, the letters and the names', async () => {
  const contract = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<
      string,
      Record<string, { operationId: string; requestBody?: { content: Record<string, { schema: Schema }> } }>
    >
  }
  const taking = Object.values(contract.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ requestBody }) => isTextTaken(requestBody?.content['application/json']?.schema))
    .map(({ operationId }) => operationId)
  expect(taking).toEqual(
    expect.arrayContaining([
      'search',
      'listPatients',
      'saveView',
      'sendMessage',
      'addPatient',
      'saveTemplate',
      'saveRules',
    ]),
  )
  expect(taking).not.toContain('acceptTask')
  expect(taking.length).toBeLessThan(callsOf(contract).length / 2)
})
