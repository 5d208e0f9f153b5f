import type { Language } from '../../shared/locales/index.ts'
import { limits } from '../../shared/limits.ts'
import { loadCover, type Cover } from '../absences/load-cover.ts'
import type { Context, PractitionerActor } from '../access/context.ts'
import { careTeamReference, ownName, practitionerNames, type PersonReference } from '../access/names.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { invalid } from '../platform/problems.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import type { ValueFacts } from './template-values.ts'

/** What the variables follow from, for a message of this colleague to a patient about a topic. */
export async function loadValues(
  ctx: Context<PractitionerActor>,
  about: { patientId: string; topicId: string | undefined },
): Promise<ValueFacts & { patientLanguage: Language }> {
  const until = new Date(ctx.now.getTime() + limits.absenceAheadDays * 86_400_000)
  const [calendar, practice, self, patient, topic, cover, staff] = await Promise.all([
    loadCalendar(ctx),
    selectPractice(ctx),
    ownName(ctx),
    selectPatient(ctx, about.patientId),
    selectTopic(ctx, about.topicId),
    loadCover(ctx, { until }),
    practitionerNames(ctx),
    ctx.keys.load([about.patientId]),
  ])
  if (topic === undefined && about.topicId !== undefined) {
    throw invalid({ path: 'topicId', code: 'not-found' })
  }
  const at = { id: patient.id, version: patient.version, patientId: patient.id }
  return {
    now: ctx.now,
    calendar,
    practice,
    self: { name: self?.name ?? '', role: ctx.actor.role },
    patient: {
      givenName: ctx.keys.open('patients.given_name_sealed', at, patient.given_name_sealed),
      familyName: ctx.keys.open('patients.family_name_sealed', at, patient.family_name_sealed),
    },
    patientLanguage: patient.language,
    topic:
      topic === undefined
        ? null
        : { name: { en: topic.name_en, fr: topic.name_fr }, replyWithinMinutes: topic.reply_within_minutes },
    absence: absenceOf(ctx, { cover, staff, careTeamId: topic?.care_team_id }),
  }
}

/** The writer's absence, in force or next, and who answers when it begins. */
function absenceOf(
  ctx: Context<PractitionerActor>,
  { cover, staff, careTeamId }: { cover: Cover; staff: Map<string, PersonReference>; careTeamId: string | undefined },
): ValueFacts['absence'] {
  const absence = cover.absences.find(({ of, endsAt }) => of.id === ctx.actor.id && endsAt > ctx.now)
  if (absence === undefined) {
    return null
  }
  const inbox = careTeamId ?? [...cover.careTeams.keys()][0]
  if (inbox === undefined) {
    return { ...absence, coveredBy: null }
  }
  const begins = absence.startsAt > ctx.now ? absence.startsAt : ctx.now
  const { ownerId, careTeamId: coveringId } = chooseResponder(
    cover,
    { personId: ctx.actor.id, careTeamId: inbox },
    begins,
  )
  const person = ownerId === null ? undefined : staff.get(ownerId)?.name
  const team = cover.inboxes.get(coveringId)
  if (person === undefined && (team === undefined || careTeamId === undefined)) {
    return { ...absence, coveredBy: null }
  }
  const nameIn = (language: Language) => person ?? (team ? careTeamReference(language, team).name : '')
  return { ...absence, coveredBy: { en: nameIn('en'), fr: nameIn('fr') } }
}

function selectPractice(ctx: Context) {
  return ctx.tx
    .selectFrom('practices')
    .select(['name', 'phone', 'address'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
}

function selectPatient(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('patients')
    .select(['id', 'version', 'family_name_sealed', 'given_name_sealed', 'language'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .$narrowType<{ language: Language }>()
    .executeTakeFirstOrThrow()
}

async function selectTopic(ctx: Context, id: string | undefined) {
  return id === undefined
    ? undefined
    : ctx.tx
        .selectFrom('topics')
        .select(['name_en', 'name_fr', 'reply_within_minutes', 'care_team_id'])
        .where('practice_id', '=', ctx.actor.practiceId)
        .where('id', '=', id)
        .executeTakeFirst()
}
