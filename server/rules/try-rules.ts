import { isDeepStrictEqual } from 'node:util'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { patientReference } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { openBody } from '../conversations/message-view.ts'
import { foldText } from '../platform/fold-text.ts'
import { applyRules, type ReadyRule, readyRules, type Routing } from '../routing/apply-rules.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { replyProblem } from '../routing/reply-problem.ts'
import { warnOfRules } from '../routing/warn-of-rules.ts'
import { type Known, selectKnown, selectRuleSets } from './list-rules.ts'
import { factsOf } from './route-message.ts'
import { selectTrialIds, selectTrialRows, selectVisibleIds, type TrialRow } from './trial-rows.ts'
import { readRules } from './typed-rules.ts'

type Trial = ResultOf<typeof api.tryRules>
type Count = Trial['changed']['all']
type Tried = { row: TrialRow; before: Routing; after: Routing; isVisible: boolean }

/**
 * What rules would have done with the conversations of the last days, held against those in force; nothing is changed. Whoever may
 * not read a conversation learns of it only among many: rules must not become a way to look for words in what one may not read.
 */
export async function tryRules(ctx: Context, input: InputOf<typeof api.tryRules>): Promise<Trial> {
  permitPeople(ctx, 'rules.try')
  const since = new Date(ctx.now.getTime() - limits.trialDays * 86_400_000)
  const [inForce, known, calendar, ids] = await Promise.all([
    selectRuleSets(ctx).executeTakeFirst(),
    selectKnown(ctx),
    loadCalendar(ctx),
    selectTrialIds(ctx, since),
  ])
  const rules = readRules(input.rules, known)
  const looked = ids.slice(0, limits.trialConversations)
  const sets = { before: readyRules(inForce?.rules ?? [], foldText), after: readyRules(rules, foldText) }
  const tried = await tryAll(ctx, calendar, sets, looked)
  const changed = tried.filter(({ row, before, after }) => !isDeepStrictEqual(endOf(row, before), endOf(row, after)))
  const listed = changed.filter(({ isVisible }) => isVisible).slice(0, limits.trialListed)
  await recordAudit(ctx, 'rules.try', {
    patients: [...new Set(listed.map(({ row }) => row.patient_id))],
    info: ['list', 'subject'],
  })
  const tell = counter(tried)
  const tellOther = (part: keyof ReturnType<typeof endOf>) =>
    tell(
      changed.filter(({ row, before, after }) => !isDeepStrictEqual(endOf(row, before)[part], endOf(row, after)[part])),
    )
  return {
    looked: tried.length,
    hasMore: ids.length > looked.length,
    since,
    warnings: warnOfRules(rules, known),
    met: rules.map((_, at) => tell(tried.filter(({ after }) => after.numbers.includes(at + 1)))),
    changed: {
      all: tell(changed),
      inbox: tellOther('careTeamId'),
      person: tellOther('practitionerId'),
      urgent: tellOther('isUrgent'),
      labels: tellOther('labelIds'),
      reply: tellOther('reply'),
    },
    replies: {
      sent: tell(tried.filter((one) => replyOf(known, one)?.problem === null)),
      notSent: tell(tried.filter((one) => (replyOf(known, one)?.problem ?? null) !== null)),
    },
    items: listed.map((one) => ({ ...viewTried(ctx, one), reply: replyOf(known, one) })),
  }
}

/** A slice after the other: each slice's patients' keys are loaded for it, and others get their turn in between. */
async function tryAll(
  ctx: Context,
  calendar: BusinessCalendar,
  sets: { before: ReadyRule[]; after: ReadyRule[] },
  ids: string[],
): Promise<Tried[]> {
  const tried: Tried[] = []
  for (let from = 0; from < ids.length; from += limits.trialSliceConversations) {
    const slice = ids.slice(from, from + limits.trialSliceConversations)
    const [rows, visible] = await Promise.all([selectTrialRows(ctx, slice), selectVisibleIds(ctx, slice)])
    await ctx.keys.load([...new Set(rows.map(({ patient_id }) => patient_id))])
    const byId = new Map(rows.map((row) => [row.id, row]))
    for (const row of slice.flatMap((id) => byId.get(id) ?? [])) {
      const facts = factsOf(ctx, calendar, incomingOf(ctx, row), row.started_at)
      tried.push({
        row,
        before: applyRules(sets.before, facts),
        after: applyRules(sets.after, facts),
        isVisible: visible.has(row.id),
      })
    }
    await nextTurn()
  }
  return tried
}

function incomingOf(ctx: Context, row: TrialRow) {
  return {
    topicId: row.topic_id,
    subject: subjectOf(ctx, row),
    text: openBody(ctx, { id: row.message_id, patient_id: row.patient_id, body_sealed: row.body_sealed }),
    hasFiles: row.has_files,
    patient: { ...row, id: row.patient_id, version: row.patient_version },
  }
}

function subjectOf(ctx: Context, row: TrialRow): string {
  const place = { id: row.id, version: 1, patientId: row.patient_id }
  return ctx.keys.open('conversations.subject_sealed', place, row.subject_sealed)
}

/** What comes of a message, whichever rules it was. */
function endOf(row: TrialRow, { careTeamId, practitionerId, isUrgent, labelIds, reply }: Routing) {
  return {
    careTeamId: careTeamId ?? row.topic_care_team_id,
    practitionerId,
    isUrgent,
    labelIds: labelIds.toSorted(),
    reply,
  }
}

/** What would be sent, or why it would not; a first message has no earlier reply. */
function replyOf(known: Known, { row, after }: Tried): Trial['items'][number]['reply'] {
  const template = after.reply === null ? undefined : known.templates.get(after.reply.templateId)
  return after.reply === null || template === undefined
    ? null
    : { ...after.reply, problem: replyProblem(template, row.language) }
}

/** Those that whoever asks may not read count by the ten, so that rules are no way to look for words in one of them. */
function counter(all: readonly Tried[]): (tried: readonly Tried[]) => Count {
  const isExact = all.every(({ isVisible }) => isVisible)
  const group = limits.smallGroupPatients
  return (tried) => {
    const visible = tried.filter(({ isVisible }) => isVisible).length
    return { count: visible + Math.floor((tried.length - visible) / group) * group, isExact }
  }
}

function viewTried(ctx: Context, { row, after }: Tried) {
  return {
    conversationId: row.id,
    patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
    topic: { en: row.topic_en, fr: row.topic_fr },
    subject: subjectOf(ctx, row),
    startedAt: row.started_at,
    ...endOf(row, after),
    numbers: after.numbers,
  }
}
