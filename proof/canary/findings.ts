/** The five proofs, and two conditions without which they would prove nothing. */
export const proofs = {
  a: 'no byte of one practice reaches another',
  b: 'nothing leaves the policy',
  c: 'every look is on record',
  d: 'no clear text at rest',
  e: 'none in logs, metrics, mail or addresses',
  f: 'another practice’s is answered like what does not exist',
  r: 'every route is probed, and answers',
} as const
export type Proof = keyof typeof proofs

export type Finding = { proof: Proof; what: string; probe: string | null; replay: string }
export type Findings = {
  all: Finding[]
  /** How much each proof looked at. */
  looks: Record<Proof, number>
  add(proof: Proof, what: string, probe?: string): void
  look(proof: Proof, count?: number): void
}

/** The same fault found by many probes is told once with each of them counted. */
export function makeFindings(replayOf: (probe: string | null) => string): Findings {
  const all: Finding[] = []
  const looks: Record<Proof, number> = { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, r: 0 }
  return {
    all,
    looks,
    add: (proof, what, probe) => void all.push({ proof, what, probe: probe ?? null, replay: replayOf(probe ?? null) }),
    look: (proof, count = 1) => void (looks[proof] += count),
  }
}
