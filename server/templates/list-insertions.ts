import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { phrases as english } from '../../shared/locales/en/phrases.ts'
import { phrases as french } from '../../shared/locales/fr/phrases.ts'
import type { Language } from '../../shared/locales/index.ts'
import { fillTemplate, phrases, type TemplateValues } from '../../shared/template.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context, PractitionerActor } from '../access/context.ts'
import { accessPatient } from '../access/patients.ts'
import { visibleTemplates } from '../access/templates.ts'
import { forbidden } from '../platform/problems.ts'
import { isOpen } from '../routing/business-hours.ts'
import { selectDocuments, viewDocuments } from './documents.ts'
import { loadFacts } from './load-facts.ts'
import { loadValues } from './load-values.ts'
import { openContent } from './template-content.ts'
import { templateValues, type ValueFacts } from './template-values.ts'
import { isReviewDue } from './view-template.ts'

type Answer = ResultOf<typeof api.listInsertions>
type Item = Answer['items'][number]

/** What can be put into a message to this patient, filled in: templates by name, then the phrases that fit the moment. */
export async function listInsertions(ctx: Context, input: InputOf<typeof api.listInsertions>): Promise<Answer> {
  const writer = writing(ctx)
  await accessPatient(ctx, input.patientId)
  const [facts, rows] = await Promise.all([
    loadValues(writer, { patientId: input.patientId, topicId: input.topicId }),
    visibleTemplates(ctx.tx, ctx.actor)
      .where('templates.archived_at', 'is', null)
      .orderBy('templates.id')
      .limit(limits.templates)
      .execute(),
  ])
  const [{ today }, documents] = await Promise.all([
    loadFacts(ctx),
    selectDocuments(ctx, { current: rows.map(({ id }) => id) }),
  ])
  const wanted = input.language ?? facts.patientLanguage
  const values = { en: templateValues(facts, 'en'), fr: templateValues(facts, 'fr') }
  const items = rows.map((row): Item => {
    const content = openContent(ctx, row)
    const language = content.text[wanted] === '' ? other(wanted) : wanted
    return {
      templateId: row.id,
      phrase: null,
      scope: row.scope,
      name: content.name[language],
      ...fillTemplate(content.text[language], values[language]),
      language,
      isReviewDue: isReviewDue(row, today),
      version: row.version,
      documents: viewDocuments(ctx, documents, row)[language],
    }
  })
  await recordAudit(ctx, 'template.offer', { patients: [input.patientId], info: ['demographics'] })
  return {
    language: wanted,
    items: [
      ...items.toSorted((a, b) => a.name.localeCompare(b.name, wanted)),
      ...phrasesFor(facts, wanted, values[wanted]),
    ],
  }
}

/** Phrases whose dates are known now; the one about the hours is for when the clinic is closed. */
function phrasesFor({ calendar, now }: ValueFacts, language: Language, values: TemplateValues): Item[] {
  const words = language === 'fr' ? french : english
  return phrases
    .filter((phrase) => phrase !== 'whenWeRead' || !isOpen(calendar, now))
    .map((phrase): Item => {
      const { name, text } = words[phrase]
      const filled = fillTemplate(text, values)
      const none = { templateId: null, scope: null, isReviewDue: false, version: 0, documents: [] }
      return { ...none, phrase, name, ...filled, language }
    })
    .filter(({ missing }) => missing.length === 0)
}

/** Only who writes to patients is offered anything to write. */
function writing(ctx: Context): Context<PractitionerActor> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  return { ...ctx, actor: ctx.actor }
}

function other(language: Language): Language {
  return language === 'en' ? 'fr' : 'en'
}
