import { sql } from 'kysely'
import type { Keyring } from '../access/keyring.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'

/** Where a patient's name stands in the roster: two names of one line each. */
export type RosterName = { id: string; familyName: string; givenName: string }
export type RosterBlock = { number: number; id: string; version: number; names_sealed: Buffer }

/** Writes a patient's name into the roster, in the transaction that writes the card. */
export async function writeRosterName(
  place: { tx: Tx; keys: Keyring; practiceId: string },
  name: RosterName,
): Promise<void> {
  const { tx, keys, practiceId } = place
  const number = blockOf(name.id)
  const id = uuidv7()
  const empty = keys.sealForPractice('roster_blocks.names_sealed', { id, version: 1 }, '')
  const [, block] = await Promise.all([
    tx
      .insertInto('roster_blocks')
      .values({ practice_id: practiceId, number, id, names_sealed: empty })
      .onConflict((conflicting) => conflicting.doNothing())
      .execute(),
    tx
      .selectFrom('roster_blocks')
      .select(['number', 'id', 'version', 'names_sealed'])
      .where('practice_id', '=', practiceId)
      .where('number', '=', number)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow(),
  ])
  const names = openBlock(keys, block).filter((other) => other.id !== name.id)
  const version = block.version + 1
  const text = [...names, name].map((each) => `${each.id}\t${each.familyName}\t${each.givenName}`).join('\n')
  await tx
    .updateTable('roster_blocks')
    .set({ names_sealed: keys.sealForPractice('roster_blocks.names_sealed', { id: block.id, version }, text), version })
    .where('practice_id', '=', practiceId)
    .where('number', '=', number)
    .execute()
}

/** The blocks that are not among the known ones at their present version. */
export async function selectChangedBlocks(
  place: { tx: Tx; practiceId: string },
  known: { number: number; version: number }[],
): Promise<RosterBlock[]> {
  const { rows } = await sql<RosterBlock>`
    select block.number, block.id, block.version, block.names_sealed
    from roster_blocks block
    left join unnest(${known.map(({ number }) => number)}::integer[], ${known.map(({ version }) => version)}::integer[])
      as known (number, version) on known.number = block.number
    where block.practice_id = ${place.practiceId} and block.version is distinct from known.version`.execute(place.tx)
  return rows
}

export function openBlock(keys: Keyring, block: RosterBlock): RosterName[] {
  const text = keys.openForPractice('roster_blocks.names_sealed', block, block.names_sealed)
  return text === ''
    ? []
    : text.split('\n').map((line) => {
        const [id = '', familyName = '', givenName = ''] = line.split('\t')
        return { id, familyName, givenName }
      })
}

/** The last byte of a UUIDv7 is random: the blocks fill evenly. */
function blockOf(patientId: string): number {
  return Number.parseInt(patientId.slice(-2), 16)
}
