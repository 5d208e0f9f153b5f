import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import type { HealthNumber } from '../../shared/health-number.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import type { Context } from '../access/context.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { type PatientCard, healthNumberHash } from './patient-card.ts'
import { dateIn } from './read-practice.ts'
import { emptyToNull, readFields } from './typed-fields.ts'

type Typed = Partial<Pick<InputOf<typeof api.addPatient>, keyof PatientCard>>

/** What of a card was typed, checked and cleaned by the practice's region and date; fields not given are not there. */
export function readCard(
  ctx: Context,
  typed: Typed,
  practice: { timeZone: string; region: RegionCode },
): Partial<PatientCard> {
  const { familyName, givenName, birthDate } = typed
  return readFields((fields) => {
    const orNull = <T>(value: string | null | undefined, read: (text: string) => T): T | null | undefined => {
      const text = value === undefined ? undefined : emptyToNull(value)
      return typeof text === 'string' ? read(text) : text
    }
    const read = {
      familyName: familyName === undefined ? undefined : fields.name('familyName', familyName),
      givenName: givenName === undefined ? undefined : fields.name('givenName', givenName),
      birthDate:
        birthDate === undefined
          ? undefined
          : fields.birthDate('birthDate', birthDate, dateIn(practice.timeZone, ctx.now)),
      healthNumber: orNull(typed.healthNumber, (text) => fields.healthNumber('healthNumber', text, practice.region)),
      email: orNull(typed.email, (text) => fields.email('email', text)),
      phone: orNull(typed.phone, (text) => fields.phone('phone', text)),
    }
    return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
  })
}

/** One person, one card: the practice's lock is held, so nobody takes the number between this look and the writing. */
export async function refuseTakenNumber(
  ctx: Context,
  number: HealthNumber | null | undefined,
  patientId: string,
): Promise<void> {
  if (!number) {
    return
  }
  const holder = await ctx.tx
    .selectFrom('patients')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('health_number_hash', '=', healthNumberHash(ctx.keys, number.digits))
    .executeTakeFirst()
  if (holder !== undefined && holder.id !== patientId) {
    throw conflict('health-number-taken', { patientId: holder.id })
  }
}

export async function refuseUnknownPractitioner(ctx: Context, id: string | null | undefined): Promise<void> {
  if (typeof id !== 'string') {
    return
  }
  const row = await ctx.tx
    .selectFrom('practitioners')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) {
    throw invalid({ path: 'usualPractitionerId', code: 'not-found' })
  }
}
