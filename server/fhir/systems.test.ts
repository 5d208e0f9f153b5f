// Our names are the same for ever: each is documented, none twice, and a Bundle names nothing else.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { exampleRecord } from '../filing/example-record.ts'
import { toBundle } from './bundle.ts'
import { fhirNames } from './systems.ts'

const home = 'urn:oid:2.25.330875009183062500055524832726694113062'
const ours = fhirNames.filter((name) => name.startsWith(home))

test('each is an object identifier as FHIR R4 writes one, and none stands for two things', () => {
  // FHIR R4, datatype oid.
  expect(ours.filter((name) => !/^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/.test(name))).toEqual([])
  expect(new Set(fhirNames).size).toBe(fhirNames.length)
})

test('docs/fhir.md lists them all, and no other', async () => {
  const text = await readFile(new URL('../../docs/fhir.md', import.meta.url), 'utf8')
  expect(text).toContain(home)
  const listed = [...text.matchAll(/^\| `…(\.\d+\.\d+)` \|/gm)].map(([, number]) => `${home}${number}`)
  expect(listed.sort()).toEqual([...ours].sort())
})

test('a Bundle names no system and no extension beside them, the standard’s and those of Canada', () => {
  // Not the parts of an extension with several values, nor 'phone': those are no URIs.
  const named = namesIn(toBundle(exampleRecord())).filter((name) => name.includes(':'))
  expect(named.length).toBeGreaterThan(15)
  const standard = [
    'http://terminology.hl7.org/',
    'http://hl7.org/fhir/',
    'https://fhir.infoway-inforoute.ca/',
    'urn:ietf:',
  ]
  const others = named.filter((name) => !standard.some((start) => name.startsWith(start)) && !ours.includes(name))
  expect(others).toEqual([])
})

/** Every `system`, and the `url` of every extension. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return [...new Set(value.flatMap(namesIn))]
  }
  if (typeof value !== 'object' || value === null) {
    return []
  }
  const own = Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'system' && typeof inner === 'string') {
      return [inner]
    }
    return key === 'extension' && Array.isArray(inner) ? inner.map((each: { url: string }) => each.url) : []
  })
  return [...new Set([...own, ...Object.values(value).flatMap(namesIn)])]
}
