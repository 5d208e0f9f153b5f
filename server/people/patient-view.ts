import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { MembershipStatus } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'
import { stoppedTexts, viewStoppedTexts } from '../access/stopped-texts.ts'
import { openCard } from './patient-card.ts'

export type PatientView = ResultOf<typeof api.readPatient>

/** These patients' cards, in the order of the ids, and with them how far each has come in signing up. */
export async function viewPatients(ctx: Context, ids: string[]): Promise<PatientView[]> {
  if (ids.length === 0) {
    return []
  }
  const [rows] = await Promise.all([selectPatients(ctx, ids), ctx.keys.load(ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [viewPatient(ctx, row)]
  })
}

type Row = Awaited<ReturnType<typeof selectPatients>>[number]

/** The newest invitation that was not withdrawn, beside the membership. */
function selectPatients(ctx: Context, ids: string[]) {
  return ctx.tx
    .selectFrom('patients')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.id', '=', 'patients.id')
        .onRef('memberships.practice_id', '=', 'patients.practice_id')
        .on('memberships.kind', '=', 'patient'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('invitations')
          .select(['expires_at', 'used_at'])
          .whereRef('invitations.membership_id', '=', 'memberships.id')
          .where('invitations.voided_at', 'is', null)
          .orderBy('invitations.id', 'desc')
          .limit(1)
          .as('invitation'),
      (join) => join.onTrue(),
    )
    .selectAll('patients')
    .select(['memberships.status', 'invitation.expires_at', 'invitation.used_at'])
    .select(stoppedTexts)
    .where('patients.practice_id', '=', ctx.actor.practiceId)
    .where('patients.id', '=', sql<string>`any(${ids}::uuid[])`)
    .$narrowType<{ language: 'en' | 'fr'; status: MembershipStatus | null }>()
    .execute()
}

function viewPatient(ctx: Context, row: Row): PatientView {
  const card = openCard(ctx.keys, row)
  return {
    id: row.id,
    name: `${card.givenName} ${card.familyName}`,
    familyName: card.familyName,
    givenName: card.givenName,
    birthDate: card.birthDate,
    healthNumber: card.healthNumber?.digits ?? null,
    healthNumberVersion: card.healthNumber?.versionCode || null,
    language: row.language,
    email: card.email,
    phone: card.phone,
    usualPractitionerId: row.usual_practitioner_id,
    status: row.status ?? 'none',
    invitation: row.expires_at === null ? null : { expiresAt: row.expires_at, isUsed: row.used_at !== null },
    noticeProblem: row.notice_problem,
    textsStopped: viewStoppedTexts(row.texts_problem),
    version: row.version,
  }
}
