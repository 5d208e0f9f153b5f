// What /metrics tells: counts and times by route pattern, never an id, a name or an address.
import { sql } from 'kysely'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { limits } from '../../shared/limits.ts'
import type { Way } from '../access/enter.ts'
import type { Mount } from '../app.ts'
import type { Admission, LineCounts } from '../platform/admission/admission.ts'
import { clockDifferenceMs } from './clock-difference.ts'

/** Measures every request of `app` and the process behind it. A registry of its own: two servers in one process do not mix. */
export function measure({ app, way, admission }: Pick<Mount, 'app' | 'way' | 'admission'>): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'threadwell_request_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request.routeOptions.url)
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  measurePool(registry, way)
  measureOrphans(registry, way)
  measureAdmission(registry, admission)
  measureRoom(registry, way)
  measureClocks(registry, way)
  return registry
}

/** The pattern, so that ids stay out; files of the web application count as one, and so does what is not there. */
function routeOf(pattern: string | undefined): string {
  if (pattern === undefined || pattern === '/*') {
    return 'page'
  }
  return pattern.includes('.') ? 'file' : pattern
}

function measurePool(registry: Registry, way: Way): void {
  const { pool } = way.db
  const connections = new Gauge({
    name: 'threadwell_database_connections',
    help: 'Connections of the request pool.',
    labelNames: ['state'],
    registers: [],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  const waiting = new Gauge({
    name: 'threadwell_database_waiting',
    help: 'Requests that wait for a connection.',
    registers: [],
    collect() {
      this.set(pool.waitingCount)
    },
  })
  registry.registerMetric(connections)
  registry.registerMetric(waiting)
}

/** What the nightly checks found, all practices together. Missing while the database is away: then nobody knows. */
function measureOrphans(registry: Registry, way: Way): void {
  const orphans = new Gauge({
    name: 'threadwell_orphans',
    help: 'Conversations and inboxes on which nobody would act, as the nightly checks found them.',
    labelNames: ['kind'],
    registers: [],
    async collect() {
      this.reset()
      for (const { kind, count } of await countOrphans(way)) {
        this.set({ kind }, count)
      }
    },
  })
  const late = new Gauge({
    name: 'threadwell_self_checks_late',
    help: 'Practices whose nightly check for work that nobody would act on is overdue.',
    registers: [],
    async collect() {
      this.reset()
      for (const counted of await countOrphans(way)) {
        this.set(counted.late)
      }
    },
  })
  registry.registerMetric(orphans)
  registry.registerMetric(late)
}

type Counted = { kind: string; count: number; late: number }

async function countOrphans(way: Way): Promise<Counted[]> {
  const lateBefore = new Date(way.clock().getTime() - limits.selfCheckLateMs)
  try {
    const { rows } = await way.db.transact(null, (tx) =>
      sql<Counted>`select * from priv.count_orphans(${lateBefore})`.execute(tx),
    )
    return rows
  } catch (err) {
    way.house.log.warn({ err }, 'what the nightly checks found could not be counted')
    return []
  }
}

/** By urgency, never by practice: who is busy is nobody's business. */
function measureAdmission(registry: Registry, admission: Admission): void {
  const eachLine = (tell: (line: string, counts: LineCounts) => void) =>
    Object.entries(admission.counts()).forEach(([line, counts]) => tell(line, counts))
  const requests = new Gauge({
    name: 'threadwell_requests',
    help: 'Requests now, by urgency: being answered, waiting for that, and how many may be answered at once.',
    labelNames: ['line', 'state'],
    registers: [],
    collect() {
      eachLine((line, { inside, waiting, places }) => {
        this.set({ line, state: 'inside' }, inside)
        this.set({ line, state: 'waiting' }, waiting)
        this.set({ line, state: 'places' }, places)
      })
    },
  })
  const decided = new Counter({
    name: 'threadwell_requests_total',
    help: 'Requests since the start, by urgency: let in, or told to come back later.',
    labelNames: ['line', 'decision'],
    registers: [],
    collect() {
      this.reset()
      eachLine((line, { admitted, refused }) => {
        this.inc({ line, decision: 'admitted' }, admitted)
        this.inc({ line, decision: 'refused' }, refused)
      })
    },
  })
  registry.registerMetric(requests)
  registry.registerMetric(decided)
}

/** A volume that cannot be looked at is missing: then nobody knows. */
function measureRoom(registry: Registry, { house: { room } }: Way): void {
  const used = new Gauge({
    name: 'threadwell_volume_used_ratio',
    help: 'How much of a volume is used, 0 to 1: of its bytes or of its places for files, whichever is more.',
    labelNames: ['volume'],
    registers: [],
    collect() {
      this.reset()
      room.volumes.forEach(({ name, fill }) => fill && this.set({ volume: name }, fill.usedShare))
    },
  })
  const free = new Gauge({
    name: 'threadwell_volume_free_bytes',
    help: 'What is left of a volume.',
    labelNames: ['volume'],
    registers: [],
    collect() {
      this.reset()
      room.volumes.forEach(({ name, fill }) => fill && this.set({ volume: name }, fill.freeBytes))
    },
  })
  const taken = new Gauge({
    name: 'threadwell_taken',
    help: '0 while files, or messages of patients, are refused because a volume is nearly full.',
    labelNames: ['what'],
    registers: [],
    collect() {
      const { forFiles, forMessages } = room.state
      this.set({ what: 'files' }, Number(forFiles))
      this.set({ what: 'messages' }, Number(forMessages))
    },
  })
  for (const gauge of [used, free, taken]) {
    registry.registerMetric(gauge)
  }
}

/** Missing while the database is away: then nobody knows. */
function measureClocks(registry: Registry, way: Way): void {
  const difference = new Gauge({
    name: 'threadwell_clock_difference_seconds',
    help: 'By how much the database’s clock is ahead of this process’s, at least; below 0 it is behind.',
    registers: [],
    async collect() {
      this.reset()
      await clockDifferenceMs(way).then(
        (ms) => this.set(ms / 1_000),
        (err: unknown) => {
          // A gauge without labels begins at 0, which would say that they agree.
          this.remove()
          way.house.log.warn({ err }, 'the clocks could not be compared')
        },
      )
    },
  })
  registry.registerMetric(difference)
}
