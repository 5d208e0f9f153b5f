// What the server says where nobody of the practice hears it: its log and the database's, the metrics, the mail it sends, and
// the addresses of its calls.
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import type { Findings } from './findings.ts'
import type { Ground } from './ground.ts'
import { freeTextInAddresses } from './routes.ts'
import { searchFolder, searchFile, type Sighting } from './search.ts'

export type Said = { place: string; looked: number; found: number }

export async function searchSaid(ground: Ground, document: unknown, findings: Findings): Promise<Said[]> {
  const { place, search } = ground
  const log = await searchFile(search, place.logFile)
  const databaseLog = await searchFolder(search, join(place.config.dataDir, 'log'))
  const metrics = await ground.client.send({
    method: 'GET',
    path: '/metrics',
    headers: { authorization: `Bearer ${place.metricsToken}` },
  })
  if (metrics.status !== 200 || place.mail.received.length === 0 || log.bytes === 0) {
    findings.add('e', `there was nothing to look at: metrics ${metrics.status}, mail ${place.mail.received.length}`)
  }
  const rows: [string, number, Sighting[]][] = [
    ['the server’s log, in bytes', log.bytes, log.found],
    ['the database’s log, in bytes', databaseLog.bytes, databaseLog.found],
    ['metrics, in bytes', metrics.bytes.length, search(metrics.bytes)],
    ['mail sent', place.mail.received.length, await inMail(ground)],
  ]
  const addresses = await takesFreeText(ground, document)
  for (const address of addresses.taken) {
    findings.add('e', `a person’s words may stand in an address: ${address}`)
  }
  findings.look('e', log.bytes + databaseLog.bytes + metrics.bytes.length)
  for (const [where, , found] of rows) {
    const kinds = Map.groupBy(found, ({ owner, form }) => `${owner?.kind ?? 'a damaged word'} (${form})`)
    for (const [kind, group] of kinds) {
      findings.add('e', `${where}: ${kind}, ${group.length} times, such as ${group[0]?.owner?.says}`)
    }
  }
  return [
    ...rows.map(([where, looked, found]) => ({ place: where, looked, found: found.length })),
    { place: 'parameters of addresses', looked: addresses.parameters, found: addresses.taken.length },
  ]
}

/** As it travelled, and as a reader sees it. To whom a mail goes stands on its envelope, and there alone. */
async function inMail({ place, search }: Ground): Promise<Sighting[]> {
  const found: Sighting[] = []
  for (const { raw } of place.mail.received) {
    const parsed = await simpleParser(raw)
    const readable = `${parsed.subject}\n${parsed.from?.text}\n${parsed.text}\n${parsed.html}`
    const headersAndBody = raw.replace(/^to: .*(?:\r?\n[ \t].*)*/im, '')
    found.push(...search(Buffer.from(headersAndBody)), ...search(Buffer.from(readable)))
  }
  return found
}

/** Parameters that the contract leaves open are tried: whoever takes a word there is told. */
async function takesFreeText(ground: Ground, document: unknown): Promise<{ parameters: number; taken: string[] }> {
  const open = freeTextInAddresses(document)
  const caller = ground.people.callers.find(({ key }) => key === 'A/privacy-officer')
  const taken: string[] = []
  for (const parameter of open) {
    const [, method = '', path = '', name = ''] = /^(\w+) (\S+): (\w+)$/.exec(parameter) ?? []
    if (method !== 'GET' || caller === undefined) {
      taken.push(parameter)
      continue
    }
    const address = path.replace('{membershipId}', caller.membershipId ?? '')
    const heard = await ground.client.send({
      method,
      path: `${address}?${name}=some words`.replace(' ', '+'),
      headers: caller.headers,
    })
    if (heard.status < 300) {
      taken.push(parameter)
    }
  }
  return { parameters: open.length, taken }
}
