import { type MakeBackup, type Resting, searchAtRest } from './at-rest.ts'
import { crawl } from './crawl.ts'
import { type Finding, makeFindings, type Proof } from './findings.ts'
import { type Ground, openGround } from './ground.ts'
import { operations } from './operations/index.ts'
import { probeRoutes } from './other-routes.ts'
import { type Probe, probesOf } from './probes.ts'
import { type Said, searchSaid } from './said.ts'
import { compareTimes, type Timed } from './timing.ts'
import { isTwinOf, makeTwins } from './twins.ts'

export type Options = {
  seed: string
  isQuick: boolean
  /** One probe alone, by its name: the replay of a finding. */
  only?: string
  /** So many questions of each kind about what is another's and what is nothing; none without. */
  questions?: number
  makeBackup?: MakeBackup
  tell?: (line: string) => void
}
export type Report = {
  seed: string
  probes: number
  findings: number
  looks: Record<Proof, number>
  found: Finding[]
  rest: Resting[]
  said: Said[]
  times: Timed[]
  seconds: number
}

const patients = { quick: 8, full: 40 }
/** Findings that are told with each tenth of the way; the report at the end has all. */
const toldAtOnce = 20

/** The whole crawl: sows two practices, makes every probe, and searches what was said and what lies on disk. */
export async function runCanary(options: Options): Promise<Report> {
  const startedAt = performance.now()
  const { isQuick, seed, tell = () => {} } = options
  const ground = await openGround({ seed, patients: isQuick ? patients.quick : patients.full, withWeb: !isQuick })
  try {
    tell(
      `sown in ${seconds(startedAt)} s: ${ground.canaries.known.size} words, ${ground.people.callers.length} callers`,
    )
    return { ...(await search(ground, options)), seed, seconds: seconds(startedAt) }
  } finally {
    ground.client.close()
    await ground.place.close()
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10
}

async function search(ground: Ground, options: Options): Promise<Omit<Report, 'seed' | 'seconds'>> {
  const { tell = () => {} } = options
  const findings = makeFindings((probe) => replayOf(options, probe))
  const twins = makeTwins()
  const document = await theContract(ground)
  const { calls, probes: other } = await probeRoutes(ground, document, findings)
  const { isQuick } = options
  const all = calls.flatMap((call) => {
    const operation = operations[call.name]
    return operation === undefined ? [] : probesOf(call, operation, ground.people.callers, ground.facts, { isQuick })
  })
  const probes =
    options.only === undefined
      ? all
      : all.filter((probe) => probe.id === options.only || isTwinOf(probe, options.only ?? ''))
  const everyTenth = Math.max(1, Math.floor(probes.length / 10))
  let told = 0
  const made = await crawl(ground, probes, findings, twins, (done) => {
    if (done % everyTenth === 0) {
      tell(`${done} of ${probes.length} probes, ${findings.all.length} findings`)
      // A crawl that is cut short has not searched for nothing.
      findings.all
        .slice(told)
        .slice(0, toldAtOnce)
        .forEach(({ what, replay }) => tell(`  ${what}: ${replay}`))
      told = findings.all.length
    }
  })
  twins.compare(findings)
  const times =
    options.questions === undefined ? [] : await compareTimes(ground, timedOf(all), findings, options.questions)
  // The worker does everything that is due: scanning, filing, mail, seals.
  await ground.place.sweep()
  const said = await searchSaid(ground, document, findings)
  const rest = await searchAtRest(ground, findings, options.makeBackup)
  return {
    probes: made + other + times.length * 2 * (options.questions ?? 0),
    findings: findings.all.length,
    looks: findings.looks,
    found: findings.all,
    rest,
    said,
    times,
  }
}

export async function theContract(ground: Ground): Promise<unknown> {
  const heard = await ground.client.send({ method: 'GET', path: '/api/openapi.json', headers: {} })
  return JSON.parse(heard.body.toString())
}

/** One question for each call that names a thing of a practice, by somebody whom the policy lets ask. */
function timedOf(probes: Probe[]): Probe[] {
  const asking = ['A/nurse', 'A/administrator', 'A/privacy-officer']
  const candidates = probes.filter(
    ({ caller, membership, picks, call }) =>
      asking.includes(caller.key) &&
      membership === 'own' &&
      Object.keys(picks).length === 1 &&
      Object.values(picks)[0] === 'own' &&
      call.audience === 'member',
  )
  return [...new Map(candidates.map((probe) => [probe.call.name, probe])).values()]
}

function replayOf({ seed, isQuick }: Options, probe: string | null): string {
  const only = probe === null ? '' : ` --probe ${JSON.stringify(probe)}`
  return `npm run canary -- --seed ${seed}${isQuick ? ' --quick' : ''}${only}`
}
