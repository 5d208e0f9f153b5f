import type { Stage } from './stage.ts'

/**
 * A bug of the product, planted at its database: before each update of a row of `table`, `does` is done (PL/pgSQL, with
 * `new` and `old`). Returns what takes it out again.
 */
export async function plantAtUpdate(stage: Stage, table: string, does: string): Promise<() => Promise<void>> {
  await stage.postgres.query(
    `create or replace function faults_bug() returns trigger language plpgsql as $$ begin ${does} return new; end $$;
     create trigger faults_bug before update on ${table} for each row execute function faults_bug()`,
  )
  return async () => void (await stage.postgres.query('drop function faults_bug() cascade'))
}
