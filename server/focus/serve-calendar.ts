import { createTranslator } from 'use-intl/core'
import { limits } from '../../shared/limits.ts'
import { calendar as english } from '../../shared/locales/en/calendar.ts'
import { calendar as french } from '../../shared/locales/fr/calendar.ts'
import { languageTag } from '../../shared/locales/index.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Way } from '../access/enter.ts'
import type { Mount } from '../app.ts'
import { sha256 } from '../platform/crypto/token.ts'
import { uuidv7 } from '../platform/ids.ts'
import { notFound } from '../platform/problems.ts'
import type { Tx } from '../platform/db.ts'
import { calendarText } from './calendar-text.ts'
import { countLeft } from './count-left.ts'
import { datedBlocks } from './next-block.ts'
import { readBlocks } from './message-plan.ts'

/**
 * Somebody's times for messages, for the calendar they use anyway. Whoever has the address reads it: so it holds times and one
 * number, and neither a name nor a word. Its hash is looked for, which nobody can guess or time.
 */
export function serveCalendar({ app, way }: Pick<Mount, 'app' | 'way'>): void {
  app.get('/calendar/*', { logLevel: 'warn' }, async (request, reply) => {
    const { '*': rest } = request.params as { '*': string }
    const { practiceId, token } = address.exec(rest)?.groups ?? {}
    const text = practiceId === undefined || token === undefined ? null : await readFeed(way, practiceId, token)
    if (text === null) {
      throw notFound()
    }
    return reply.header('cache-control', 'private, no-store').type('text/calendar; charset=utf-8').send(text)
  })
}

const address = /^(?<practiceId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?<token>[\w-]{43})\.ics$/

function readFeed(way: Way, practiceId: string, token: string): Promise<string | null> {
  const now = way.clock()
  return way.db.transact({ practiceId, actorId: 'calendar', requestId: uuidv7() }, async (tx) => {
    const plan = await findPlan(tx, practiceId, token)
    if (plan === undefined) {
      return null
    }
    const waiting = await countLeft({ tx, now }, { practiceId, id: plan.practitioner_id }, now)
    const say = translators[plan.feed_language]
    const events = datedBlocks(readBlocks(plan.blocks), { timeZone: plan.time_zone, now, days: limits.calendarDays })
    return calendarText(
      events.map((event, index) => ({
        ...event,
        summary: index === 0 ? say('waiting', { count: waiting }) : say('block'),
      })),
      { name: say('name'), now, feedId: sha256(token).toString('hex').slice(0, 16) },
    )
  })
}

/** Of a colleague who works here still. */
function findPlan(tx: Tx, practiceId: string, token: string) {
  return tx
    .selectFrom('message_plans')
    .innerJoin('practices', 'practices.practice_id', 'message_plans.practice_id')
    .innerJoin('memberships', 'memberships.id', 'message_plans.practitioner_id')
    .select([
      'message_plans.practitioner_id',
      'message_plans.blocks',
      'message_plans.feed_language',
      'practices.time_zone',
    ])
    .where('message_plans.practice_id', '=', practiceId)
    .where('message_plans.feed_token_hash', '=', sha256(token))
    .where('memberships.status', '=', 'confirmed')
    .where('memberships.role', 'in', [...workingRoles])
    .$narrowType<{ feed_language: 'en' | 'fr' }>()
    .executeTakeFirst()
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}
