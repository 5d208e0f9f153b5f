/** Kinds of damage, the most serious first: the first that was found gives the verdict and the exit code. */
export const damages = ['fork', 'signature', 'missing', 'altered', 'content-mismatch', 'unsealed'] as const
export type Damage = (typeof damages)[number]
export type Verdict = Damage | 'ok'

export const exitCodes = {
  ok: 0,
  altered: 1,
  missing: 2,
  fork: 3,
  signature: 4,
  unsealed: 5,
  'content-mismatch': 6,
} as const satisfies Record<Verdict, number>

/**
 * What was found, and how often. `firstIndex` is the lowest entry that is bad (null: it points at none); with
 * `beforeIndex`, the first bad entry stands somewhere from the one up to, not including, the other.
 */
export type Finding = {
  kind: FindingKind
  damage: Damage
  count: number
  firstIndex: number | null
  beforeIndex: number | null
  detail: string
}

/** The damage that each kind of finding is, and how the operator is told of it. */
const kinds = {
  'two-histories': { damage: 'fork', text: 'two signed checkpoints cannot both be true: the key signed two histories' },
  'signature-bad': { damage: 'signature', text: 'a checkpoint without a valid signature for this log' },
  'witness-bad': { damage: 'signature', text: 'a witness checkpoint without a valid signature for this log' },
  'witness-empty': { damage: 'signature', text: 'the witness copy holds no signed checkpoint of this log' },
  'log-gone': { damage: 'missing', text: 'the practice is known, but its log is empty' },
  'tail-gone': { damage: 'missing', text: 'a signed checkpoint covers entries that are not in the log' },
  'leaf-gone': { damage: 'missing', text: 'the tree has a gap: leaves are gone' },
  'event-gone': { damage: 'missing', text: 'the tree has a leaf whose event is gone' },
  'checkpoint-gone': { damage: 'missing', text: 'the witness holds a newer checkpoint than the log does' },
  'payload-differs': { damage: 'altered', text: 'the payload does not give the leaf that stands in the tree' },
  'root-differs': { damage: 'altered', text: 'the leaves do not give the signed root' },
  'index-twice': { damage: 'altered', text: 'two leaves stand at one index' },
  'event-twice': { damage: 'altered', text: 'one event stands in the log twice' },
  'row-differs': { damage: 'altered', text: 'a checkpoint row says something else than its signed note' },
  'content-differs': { damage: 'content-mismatch', text: 'stored content is not what the log recorded' },
  'content-gone': { damage: 'content-mismatch', text: 'content that the log recorded is gone' },
  'event-unsealed': { damage: 'unsealed', text: 'an event is not in the tree, though it is not a new one' },
  'leaf-uncovered': { damage: 'unsealed', text: 'leaves that no signed checkpoint covers' },
} as const satisfies Record<string, { damage: Damage; text: string }>
export type FindingKind = keyof typeof kinds

/** Gathers what a verification finds, one finding for each kind, however often it is met. */
export type Findings = {
  note(kind: FindingKind, index: number | null, more?: Partial<Pick<Finding, 'count' | 'beforeIndex' | 'detail'>>): void
  /** The most serious first. */
  list(): Finding[]
}

export function createFindings(): Findings {
  const found = new Map<FindingKind, Finding>()
  return {
    note(kind, index, { count = 1, beforeIndex = null, detail = '' } = {}) {
      const earlier = found.get(kind)
      if (!earlier) {
        found.set(kind, { kind, damage: kinds[kind].damage, count, firstIndex: index, beforeIndex, detail })
        return
      }
      earlier.count += count
      if (index !== null && (earlier.firstIndex === null || index < earlier.firstIndex)) {
        Object.assign(earlier, { firstIndex: index, beforeIndex, detail })
      }
    },
    list: () => [...found.values()].toSorted((a, b) => damages.indexOf(a.damage) - damages.indexOf(b.damage)),
  }
}

/** The first bad entry, as near as the findings tell: a range counts by its start, unless an entry in it is known. */
export function firstBadIndex(found: Finding[]): number | null {
  const known = found.flatMap(({ firstIndex, beforeIndex }) => (beforeIndex === null ? (firstIndex ?? []) : []))
  const first = Math.min(...known)
  const starts = found.flatMap(({ firstIndex, beforeIndex }) => {
    const isRange = firstIndex !== null && beforeIndex !== null
    return isRange && !(firstIndex <= first && first < beforeIndex) ? firstIndex : []
  })
  const lowest = Math.min(first, ...starts)
  return lowest === Infinity ? null : lowest
}

/** One line for the operator. Only ids, numbers and our own words: nothing of a payload. */
export function describe(finding: Finding): string {
  const facts = [String(finding.count), placeOf(finding), finding.detail].filter((fact) => fact !== '')
  return `${finding.damage.toUpperCase()}: ${kinds[finding.kind].text} (${facts.join('; ')})`
}

function placeOf({ firstIndex, beforeIndex }: Finding): string {
  if (firstIndex === null) {
    return ''
  }
  return beforeIndex === null ? `first at entry ${firstIndex}` : `from entry ${firstIndex} to ${beforeIndex - 1}`
}
