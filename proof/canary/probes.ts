import { createHash } from 'node:crypto'
import type { CrawlFacts } from './load-facts.ts'
import type { Noun, Operation } from './operations/operation.ts'
import type { Caller } from './people.ts'
import { countOf, eachOf, malformed, tangledIds, type Variant } from './picks.ts'
import type { Call } from './routes.ts'

/** One request to be made: who asks for what, and whose ids it names. */
export type Probe = {
  id: string
  call: Call
  operation: Operation
  caller: Caller
  membership: Variant
  picks: Record<string, Variant>
}

const swaps = ['other', 'foreign', 'deleted', 'absent'] as const
/** Calls of which every single row is asked for, by everybody who is confirmed. */
const exhaustive: Record<string, Noun> = {
  readConversation: 'conversation',
  downloadAttachment: 'file',
  readPatient: 'patient',
  readDraft: 'draft',
}
/** Always asked by these in the quick selection: between them they may do everything. */
const always = ['A/nurse', 'A/administrator', 'A/privacy-officer', 'A/patient0', 'B/clerk']
/** Who knows of one inbox alone, and so of a part of what is answered in two. */
const looking = [...always, 'A/physician in back', 'A/nurse assigned']
const quickPerCall = 14

/** All probes of one call: everybody, and every id swapped in turn. The quick selection is some of them, always the same. */
export function probesOf(
  call: Call,
  operation: Operation,
  callers: Caller[],
  facts: CrawlFacts,
  options: { isQuick: boolean },
): Probe[] {
  const all = callers.flatMap((caller) =>
    swapsOf(call, operation, caller, facts).map((swap) => named({ call, operation, caller, ...swap })),
  )
  if (!options.isQuick) {
    return all
  }
  const isAlways = ({ caller, membership, picks }: Probe) =>
    always.includes(caller.key) && [membership, ...Object.values(picks)].every((variant) => variant === 'own')
  const noun = exhaustive[call.name]
  const tangled = tangledIds(facts)
  const isOfTangled = ({ caller, picks }: Probe) =>
    noun !== undefined &&
    looking.includes(caller.key) &&
    Object.values(picks).some(
      (variant) => variant.startsWith('each') && tangled.has(eachOf(facts, noun, Number(variant.slice(5))) ?? ''),
    )
  const isWanted = (probe: Probe) => isAlways(probe) || isOfTangled(probe)
  const others = all.filter((probe) => !isWanted(probe)).toSorted((one, other) => hash(one.id) - hash(other.id))
  return [...all.filter(isWanted), ...others.slice(0, quickPerCall)]
}

type Swap = Pick<Probe, 'membership' | 'picks'>

function swapsOf(call: Call, operation: Operation, caller: Caller, facts: CrawlFacts): Swap[] {
  const own = Object.fromEntries(Object.keys(operation.ids).map((name) => [name, 'own' as Variant]))
  const names = Object.keys({ ...operation.ids, ...operation.optional, ...operation.makes })
  const swap = (name: string, variant: Variant): Swap => ({ membership: 'own', picks: { ...own, [name]: variant } })
  const as = (membership: Variant): Swap => ({ membership, picks: own })
  const isMember = call.audience === 'member'
  const [firstName] = names
  if (!isConfirmed(caller, facts)) {
    return [
      { membership: 'own', picks: own },
      ...(firstName === undefined ? [] : [swap(firstName, 'foreign')]),
      ...(isMember ? [as('foreign')] : []),
    ]
  }
  const broken = brokenFor(`${call.name} ${caller.key}`)
  const variantsOf = (name: string): Variant[] => [
    ...(operation.ids[name] === undefined ? (['own'] as const) : []),
    ...(operation.makes?.[name] === undefined ? swaps : (['other', 'foreign'] as const)),
    broken,
  ]
  const noun = exhaustive[call.name]
  const [only] = Object.keys(operation.ids)
  return [
    { membership: 'own', picks: own },
    ...names.flatMap((name) => variantsOf(name).map((variant) => swap(name, variant))),
    ...(names.length > 1 ? [{ membership: 'own' as const, picks: allOf(names, 'foreign') }] : []),
    ...(isMember ? [...swaps, broken].map((variant) => as(variant)) : []),
    ...(noun === undefined || only === undefined
      ? []
      : Array.from({ length: countOf(facts, noun) }, (_, index) => swap(only, `each ${index}`))),
  ]
}

/** Who may act at all gets every swap; of the others a few are enough, since none may pass. */
function isConfirmed(caller: Caller, facts: CrawlFacts): boolean {
  return (
    caller.session === 'full' &&
    facts.members.some(({ id, standing }) => id === caller.membershipId && standing === 'confirmed')
  )
}

function allOf(names: string[], variant: Variant): Record<string, Variant> {
  return Object.fromEntries(names.map((name) => [name, variant]))
}

function named(probe: Omit<Probe, 'id'>): Probe {
  const picks = Object.entries(probe.picks)
    .filter(([name, variant]) => variant !== 'own' || probe.operation.ids[name] === undefined)
    .map(([name, variant]) => `${name}=${variant}`)
  const as = probe.membership === 'own' ? [] : [`as=${probe.membership}`]
  return { ...probe, id: [probe.caller.key, probe.call.name, ...as, ...picks].join(', ') }
}

/** Each caller tries another of the ids that are none. */
function brokenFor(key: string): Variant {
  return `malformed ${hash(key) % malformed.length}`
}

function hash(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0)
}
