import { z } from 'zod'
import { limits } from '../limits.ts'

export const Id = z.uuid()
/** An instant: a Date in code, ISO 8601 in UTC on the wire. */
export const Instant = z
  .date()
  .transform((d) => d.toISOString())
  .pipe(z.iso.datetime())
/** An instant that a caller sends. */
export const InstantInput = z.iso.datetime().transform((s) => new Date(s))
export const DateOn = z.iso.date()
/** Date and time on the practice's clock, 'YYYY-MM-DDTHH:MM'. */
export const LocalTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
export const Language = z.enum(['en', 'fr'])
export const BothLanguages = z.object({ en: z.string(), fr: z.string() })

/** Text typed by people. Only the length is checked here; the rules of shared/text.ts are applied by the use case, field by field. */
export const typed = (characters: number) => z.string().max(characters * 4)
export const Subject = typed(limits.subjectCharacters)
export const Body = z.string().max(200_000)
export const Cursor = z.string().max(200)
export const page = { cursor: Cursor.optional(), limit: z.coerce.number().int().min(1).max(limits.pageRows).optional() }
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export const Empty = z.object({})

/** The person or inbox behind an id, as a reader may see it. */
export const PersonReference = z.object({
  id: Id,
  kind: z.enum(['patient', 'practitioner', 'care-team', 'system']),
  name: z.string(),
  role: z.string().nullable(),
})
