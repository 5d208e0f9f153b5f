import type pg from 'pg'
import { checkpointOrigin, signCheckpoint } from '../../server/audit/checkpoint.ts'
import { keepCheckpoint } from '../../server/audit/checkpoint-file.ts'
import { sealLog } from '../../server/audit/seal-log.ts'
import { termsOf } from '../../server/audit/terms.ts'
import {
  appendLeaf,
  decodeRightEdge,
  edgeRoot,
  emptyEdge,
  encodeRightEdge,
  leafHash,
  type RightEdge,
} from '../../server/platform/transparency/merkle.ts'
import type { Place } from '../place.ts'
import { columns, insertColumns, push } from '../write-columns.ts'
import { type Act, actsOf } from './acts.ts'
import { messageId } from './conversation-rows.ts'
import { countConversations, type History, planConversation, planDays } from './history.ts'
import { openLoader } from './open-loader.ts'
import type { LoadedPractice } from './people.ts'

const batch = 200
/** Acts come in bursts, and a log is sealed within two seconds of an act: a clinic's tree seldom grows by more at a time. */
const actsASeal = 3

export type LoadedActs = { acts: number; terms: number; checkpoints: number; seconds: number }

/**
 * The log that these years leave behind, with its tree as the sealing job would have made it while they passed: the same hashes,
 * the same signatures, one checkpoint every few acts. What is in the log already is sealed first, by the job itself.
 */
export async function loadActs(
  place: Place,
  loaded: LoadedPractice,
  history: History,
  wanted: { acts: number; listed: number },
): Promise<LoadedActs> {
  const startedAt = performance.now()
  await sealLog(place.house.worker, loaded.practice.id)
  const client = await openLoader(place.owner)
  // Of a practice that is new to it the planner takes rows for few, and reads all of them for each batch.
  await client.query('analyze messages')
  const log: Log = { place, client, loaded, edge: await readEdge(client, loaded.practice.id) }
  const done: LoadedActs = { acts: 0, terms: 0, checkpoints: 0, seconds: 0 }
  const days = planDays(history)
  const count = countConversations(history)
  const each = wanted.acts / history.messages
  for (let from = 0; from < count; from += batch) {
    const planned = Array.from({ length: Math.min(batch, count - from) }, (_, index) =>
      planConversation(history, days, from + index),
    )
    const sealed = await hashes(log, planned)
    const acts = planned
      .flatMap((one) => actsOf({ loaded, planned: one, each, listed: wanted.listed, sealed }))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    const written = await writeActs(log, acts)
    done.acts += acts.length
    done.terms += written.terms
    done.checkpoints += written.checkpoints
  }
  await client.end()
  return { ...done, seconds: (performance.now() - startedAt) / 1000 }
}

type Log = { place: Place; client: pg.Client; loaded: LoadedPractice; edge: RightEdge }

async function readEdge(client: pg.Client, practiceId: string): Promise<RightEdge> {
  const { rows } = await client.query<{ edge: Buffer }>(
    'select edge from audit_checkpoints where practice_id = $1 order by size desc limit 1',
    [practiceId],
  )
  return rows[0] === undefined ? emptyEdge() : decodeRightEdge(rows[0].edge)
}

/** Of the sealed words, as the act of sending them records. */
async function hashes({ client, loaded }: Log, planned: readonly { number: number; turns: unknown[] }[]) {
  const ids = planned.flatMap(({ number, turns }) => turns.map((_, index) => messageId(loaded.first + number, index)))
  const { rows } = await client.query<{ id: string; hash: Buffer }>(
    'select id, sha256(body_sealed) as hash from messages where practice_id = $1 and id = any($2::uuid[])',
    [loaded.practice.id, ids],
  )
  return new Map(rows.map(({ id, hash }) => [id, hash]))
}

/** Acts, their leaves, what they are found by and the signed sizes of the tree, in one transaction. */
async function writeActs({ place, client, loaded, edge }: Log, acts: Act[]) {
  const { deployment } = place.house.way.house
  const practiceId = loaded.practice.id
  const origin = checkpointOrigin(deployment.id, practiceId)
  const events = columns({ id: 'uuid', at: 'timestamptz', payload: 'bytea' })
  const leaves = columns({ index: 'bigint', event_id: 'uuid', leaf: 'bytea' })
  const terms = columns({ term: 'text', event_id: 'uuid' })
  const seals: { size: number; root: Buffer; edge: Buffer; note: string; sealedAt: Date }[] = []
  acts.forEach(({ id, at, payload }, number) => {
    const leaf = leafHash(payload)
    push(leaves, { index: edge.size, event_id: id, leaf })
    push(events, { id, at, payload })
    termsOf(payload).forEach((term) => push(terms, { term, event_id: id }))
    appendLeaf(edge, leaf)
    if (number % actsASeal === actsASeal - 1 || number === acts.length - 1) {
      const checkpoint = { origin, size: edge.size, root: edgeRoot(edge) }
      const note = signCheckpoint(checkpoint, deployment.signing.privateKey)
      seals.push({ size: edge.size, root: checkpoint.root, edge: encodeRightEdge(edge), note, sealedAt: at })
    }
  })
  await client.query('begin')
  await insertColumns(client, practiceId, 'audit_events', events)
  await insertColumns(client, practiceId, 'audit_leaves', leaves)
  await insertColumns(client, practiceId, 'audit_terms', terms)
  // Everything up to this transaction is in the tree: nobody else writes here.
  await client.query(
    `insert into audit_checkpoints (practice_id, size, root, edge, boundary, system_identifier, note, sealed_at)
    select $1, s.size, s.root, s.edge, (pg_current_xact_id()::text::numeric + 1)::text::xid8, system_identifier, note, sealed_at
    from pg_control_system(), unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::text[], $6::timestamptz[])
      s (size, root, edge, note, sealed_at)`,
    [
      practiceId,
      seals.map(({ size }) => size),
      seals.map(({ root }) => root),
      seals.map((seal) => seal.edge),
      seals.map(({ note }) => note),
      seals.map(({ sealedAt }) => sealedAt),
    ],
  )
  await client.query('commit')
  await keepCheckpoint(place.house.way.house, practiceId, seals.map(({ note }) => note).join('\n'))
  return { terms: terms['term']?.values.length ?? 0, checkpoints: seals.length }
}
