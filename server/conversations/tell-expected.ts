import { sql } from 'kysely'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { renewalText } from '../routing/auto-reply.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { insertMessage } from './deliver.ts'

/** The task whose answer takes longer, with what the patient is told beside the time. */
export type Promised = {
  conversation_id: string
  patient_id: string
  home_care_team_id: string
  care_team_id: string
  owner_id: string | null
  last_sequence: number
  patient_language: 'en' | 'fr'
  practice_phone: string
  urgent_help_en: string
  urgent_help_fr: string
}

/**
 * Tells a patient another time to expect an answer by: in the thread, in their language; the notice says no more than that
 * there is something to read. The caller holds the conversation's lock.
 */
export async function tellExpected(
  ctx: Context,
  due: Promised,
  calendar: BusinessCalendar,
  dueAt: Date,
): Promise<void> {
  await ctx.keys.load([due.patient_id])
  const language = due.patient_language
  const message = {
    id: uuidv7(ctx.now),
    kind: 'auto-reply' as const,
    sequence: due.last_sequence + 1,
    requestHash: Buffer.alloc(32),
    text: renewalText({
      language,
      calendar,
      dueAt,
      at: ctx.now,
      clinicPhone: due.practice_phone,
      urgentHelp: language === 'fr' ? due.urgent_help_fr : due.urgent_help_en,
    }),
  }
  const inserted = insertMessage(ctx, { id: due.conversation_id, patient_id: due.patient_id }, message)
  await Promise.all([
    inserted.done,
    addToHead(ctx, due, message.sequence),
    recordAudit(ctx, 'message.renew-expected', {
      object: { type: 'message', id: message.id },
      patients: [due.patient_id],
      info: ['message'],
      envelopes: inserted.envelopes,
    }),
  ])
  ctx.afterCommit(() =>
    announce(
      ctx,
      {
        id: due.conversation_id,
        patient_id: due.patient_id,
        care_team_id: due.home_care_team_id,
        also: due.care_team_id,
      },
      due.owner_id,
    ),
  )
}

/** Who wrote last stays who wrote last, and whoever of the clinic had read everything has: nobody wrote anything new to them. */
function addToHead(ctx: Context, due: Promised, sequence: number): Promise<unknown> {
  return ctx.tx
    .updateTable('conversations')
    .set({
      last_sequence: sequence,
      staff_read_sequence: sql<number>`case when staff_read_sequence = last_sequence then ${sequence}::integer
        else staff_read_sequence end`,
      notify_due_at: ctx.now,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', due.conversation_id)
    .execute()
}
