// Does the crawl see what it is there to see? Faults are planted, one for each way in which each proof can fail, and each
// must be found; without them the same probes find nothing.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { App } from '../../server/app.ts'
import { searchAtRest } from './at-rest.ts'
import { crawl } from './crawl.ts'
import { type Findings, makeFindings, type Proof } from './findings.ts'
import { type Ground, openGround } from './ground.ts'
import { operations } from './operations/index.ts'
import { probeRoutes } from './other-routes.ts'
import { probesOf } from './probes.ts'
import { callsOf } from './routes.ts'
import { theContract } from './run.ts'
import { searchSaid } from './said.ts'
import { makeTwins } from './twins.ts'

type Look = (ground: Ground, findings: Findings) => Promise<void>
type Plant = {
  says: string
  proof: Proof
  /** A part of what the finding says, so that it is this fault that was found. */
  finding: RegExp
  /** Puts the fault in and gives the way to take it out again. */
  plant: (ground: Ground) => Promise<() => Promise<void>>
  look: Look
}

/** Set while a fault of the server's own is planted: what an answer is changed by before it leaves. */
type Spoil = (url: string) => { 'x-planted'?: string }
let spoil: Spoil = () => ({})

export async function selfTest(seed: string): Promise<{ plant: string; isFound: boolean }[]> {
  const ground = await openGround({ seed, patients: 6, furnish })
  try {
    await ground.place.sweep()
    const before = await findingsWithout(ground)
    const results = [{ plant: `nothing planted, nothing found ${before.join('; ')}`, isFound: before.length === 0 }]
    for (const { says, proof, finding, plant, look } of plants) {
      const findings = makeFindings(() => '')
      const takeOut = await plant(ground)
      await look(ground, findings)
      await takeOut()
      const isFound = findings.all.some((one) => one.proof === proof && finding.test(one.what))
      results.push({ plant: `${proof}: ${says}`, isFound })
    }
    return results
  } finally {
    spoil = () => ({})
    ground.client.close()
    await ground.place.close()
  }
}

function furnish(app: App): void {
  app.get(plantedRoute, async () => ({}))
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ ...spoil(request.url) })
  })
}
const plantedRoute = '/planted'

async function findingsWithout(ground: Ground): Promise<string[]> {
  const findings = makeFindings(() => '')
  await probe(/^A\/(nurse|patient0), (readPractice|readConversation|searchAudit|readDraft)/)(ground, findings)
  await probeRoutes(ground, await theContract(ground), findings, { leaveOut: [plantedRoute] })
  await searchSaid(ground, await theContract(ground), findings)
  await searchAtRest(ground, findings, undefined)
  return findings.all.map(({ what }) => what)
}

/** Makes the probes of this name. */
function probe(name: RegExp): Look {
  return async (ground, findings) => {
    const { callers } = ground.people
    const calls = callsOf(await theContract(ground))
    const probes = calls
      .flatMap((call) => {
        const operation = operations[call.name]
        return operation === undefined ? [] : probesOf(call, operation, callers, ground.facts, { isQuick: false })
      })
      .filter(({ id }) => name.test(id))
    const twins = makeTwins()
    await crawl(ground, probes, findings, twins)
    twins.compare(findings)
  }
}

const atRest: Look = async (ground, findings) => void (await searchAtRest(ground, findings, undefined))
const said: Look = async (ground, findings) => void (await searchSaid(ground, await theContract(ground), findings))

/** A word of somebody's, by what it is: "B/patient1 first letter". */
function wordOf(ground: Ground, says: string): string {
  for (const [word, owner] of ground.canaries.known) {
    if (owner.says === says) {
      return word
    }
  }
  throw new Error(`nothing is called ${says}`)
}

function spoilWith(make: (ground: Ground) => Spoil): Plant['plant'] {
  return async (ground) => {
    spoil = make(ground)
    return async () => {
      spoil = () => ({})
    }
  }
}

function sql(plant: (ground: Ground) => string, takeOut: string): Plant['plant'] {
  return async (ground) => {
    await ground.place.owner.query(plant(ground))
    return async () => {
      await ground.place.owner.query(takeOut)
    }
  }
}

function file(path: string[], content: (word: string) => Buffer): Plant['plant'] {
  return async (ground) => {
    const word = wordOf(ground, 'A/patient1 note')
    const folder = join(ground.place.folder, ...path.slice(0, -1))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, path.at(-1) ?? ''), content(word))
    return async () => writeFile(join(folder, path.at(-1) ?? ''), '')
  }
}

const plants: Plant[] = [
  {
    says: 'another practice’s letter in an answer',
    proof: 'a',
    finding: /readPractice shows message/,
    plant: spoilWith(
      (ground) => (url) =>
        url.endsWith('/practice') ? { 'x-planted': wordOf(ground, 'B/patient1 first letter') } : {},
    ),
    look: probe(/^A\/nurse, readPractice$/),
  },
  {
    says: 'another patient’s letter in an answer, in base64',
    proof: 'b',
    finding: /readPractice shows message .*base64/,
    plant: spoilWith((ground) => (url) => {
      const letter = Buffer.from(`.${wordOf(ground, 'A/patient1 first letter')}`).toString('base64url')
      return url.endsWith('/practice') ? { 'x-planted': letter } : {}
    }),
    look: probe(/^A\/patient0, readPractice$/),
  },
  {
    says: 'the id of a conversation that a patient may not know of',
    proof: 'b',
    finding: /readPractice names a conversation/,
    plant: spoilWith((ground) => (url) => {
      const other = ground.facts.conversations.find(
        ({ patient }) => patient === ground.known.patientIds.get('A/patient1'),
      )
      return url.endsWith('/practice') ? { 'x-planted': other?.id ?? '' } : {}
    }),
    look: probe(/^A\/patient0, readPractice$/),
  },
  {
    says: 'a nurse who may read the log',
    proof: 'b',
    finding: /searchAudit answers 200 where the policy says forbidden/,
    plant: sql(
      (ground) =>
        `update memberships set role = 'privacy-officer' where id = '${ground.people.A.staff.get('nurse')?.id}'`,
      `update memberships set role = 'nurse' where role = 'privacy-officer'
        and id = (select id from canary_before.memberships b where b.id = memberships.id and b.role = 'nurse')`,
    ),
    look: probe(/^A\/nurse, searchAudit$/),
  },
  {
    says: 'a door that is shut for whom the policy lets in',
    proof: 'b',
    finding: /readConversation answers 404 where the policy says allowed/,
    plant: sql(
      () => `create policy planted on conversations as restrictive for select using (false)`,
      `drop policy planted on conversations`,
    ),
    look: probe(/^A\/nurse, readConversation$/),
  },
  {
    says: 'a look that leaves no record',
    proof: 'c',
    finding: /readDraft shows a patient’s information without a record/,
    plant: sql(
      () => `create function public.planted() returns trigger language plpgsql as $$ begin
          return case when position('"act":"draft.read"' in convert_from(new.payload, 'UTF8')) > 0 then null else new end;
        end $$;
        create trigger planted before insert on audit_events for each row execute function public.planted()`,
      `drop trigger planted on audit_events; drop function public.planted()`,
    ),
    look: probe(/^A\/patient0, readDraft$/),
  },
  {
    says: 'a record that names another patient',
    proof: 'c',
    finding: /readDraft shows a patient’s information without a record/,
    plant: sql(
      () => `create function public.planted() returns trigger language plpgsql as $$ begin
          new.payload := convert_to(regexp_replace(convert_from(new.payload, 'UTF8'), '"patient":\\[[^]]*\\]', '"patient":[]'), 'UTF8');
          return new;
        end $$;
        create trigger planted before insert on audit_events for each row execute function public.planted()`,
      `drop trigger planted on audit_events; drop function public.planted()`,
    ),
    look: probe(/^A\/patient0, readDraft$/),
  },
  {
    says: 'a table with clear text',
    proof: 'd',
    finding: /a dump of every table/,
    plant: sql(
      (ground) => `create table planted as select '${wordOf(ground, 'A/patient1 note')}'::text as note`,
      'drop table planted',
    ),
    look: atRest,
  },
  {
    says: 'clear text that was written and deleted again',
    proof: 'd',
    finding: /the write-ahead log/,
    plant: sql(
      (ground) =>
        `create table planted as select '${wordOf(ground, 'A/patient0 note')}'::text as note; drop table planted`,
      'select 1',
    ),
    look: atRest,
  },
  {
    says: 'a name kept in UTF-16 beside the sealed files',
    proof: 'd',
    finding: /the sealed files: note \(UTF-16\)/,
    plant: file(['data', 'blobs', 'planted'], (word) => Buffer.from(word, 'utf16le')),
    look: atRest,
  },
  {
    says: 'a packed temporary file',
    proof: 'd',
    finding: /the folder for temporary files/,
    plant: file(['tmp', 'planted.gz'], (word) => gzipSync(`a note: ${word.toUpperCase()}`)),
    look: atRest,
  },
  {
    says: 'a note in the server’s log, in hexadecimal',
    proof: 'e',
    finding: /the server’s log.*hexadecimal/,
    plant: async ({ place, canaries }) => {
      const [word = ''] = [...canaries.known].find(([, { kind }]) => kind === 'note') ?? []
      place.house.way.house.log.info({ note: Buffer.from(word).toString('hex') }, 'planted')
      return async () => writeFile(place.logFile, '.')
    },
    look: said,
  },
  {
    says: 'a subject in a mail, in quoted-printable',
    proof: 'e',
    finding: /mail sent: subject/,
    plant: async (ground) => {
      const word = wordOf(ground, 'A/patient1 subject')
      const body = `${word.slice(0, 12)}=\r\n${word.slice(12)}`
      const raw = `Subject: news\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}\r\n`
      ground.place.mail.received.push({ to: [], raw })
      return async () => void ground.place.mail.received.pop()
    },
    look: said,
  },
  {
    says: 'a patient’s name as a metric’s label',
    proof: 'e',
    finding: /metrics, in bytes: demographics/,
    plant: spoilWith(
      (ground) => (url) => (url === '/metrics' ? { 'x-planted': wordOf(ground, 'A/patient1 family name') } : {}),
    ),
    look: said,
  },
  {
    says: 'a parameter of an address that takes any words',
    proof: 'e',
    finding: /a person’s words may stand in an address: PUT \/api\/planted: search/,
    plant: async () => async () => {},
    look: async (ground, findings) => {
      const parameters = [{ name: 'search', in: 'query', schema: { type: 'string' } }]
      await searchSaid(ground, { paths: { '/api/planted': { put: { operationId: 'planted', parameters } } } }, findings)
    },
  },
  {
    says: 'another practice’s answered otherwise than what does not exist',
    proof: 'f',
    finding: /readConversation answers .* and to what does not exist/,
    plant: spoilWith((ground) => (url) => {
      const isTheirs = ground.facts.conversations.some(
        ({ practice, id }) => practice === ground.known.practiceIds['B'] && url.includes(id),
      )
      return isTheirs ? { 'x-planted': 'yes' } : {}
    }),
    look: probe(/^A\/nurse, readConversation, conversationId=(foreign|absent)$/),
  },
  {
    says: 'a route that nobody probes',
    proof: 'r',
    finding: /POST \/planted|\/planted/,
    plant: async () => async () => {},
    look: async (ground, findings) => {
      const document = (await theContract(ground)) as { paths: Record<string, unknown> }
      const paths = { ...document.paths, '/planted': { get: { operationId: 'planted', parameters: [] } } }
      await probeRoutes(ground, { ...document, paths }, findings)
    },
  },
]
