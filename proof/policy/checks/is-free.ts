import type { Stage } from '../stage.ts'

/** Whether nobody holds this row. */
export async function isFree(stage: Stage, table: string, practice: string, id: string): Promise<boolean> {
  const { rows } = await stage.owner.query(
    `select 1 from ${table} where practice_id = $1 and id = $2 for no key update skip locked`,
    [practice, id],
  )
  return rows.length === 1
}

/** Whether somebody holds a row of this id in another practice. */
export async function isHeldElsewhere(stage: Stage, table: string, practice: string, id: string): Promise<boolean> {
  const { rows } = await stage.owner.query<{ practice_id: string }>(
    `select practice_id from ${table} where practice_id <> $1 and id = $2`,
    [practice, id],
  )
  const free = await Promise.all(rows.map((row) => isFree(stage, table, row.practice_id, id)))
  return free.includes(false)
}
