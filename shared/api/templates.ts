import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { phrases, templateScopes, templateVariables } from '../template.ts'
import { BothLanguages, DateOn, Id, Instant, Language, PersonReference, typed } from './common.ts'
import { Attachment } from './attachment.ts'

const TypedInBoth = (characters: number) => z.object({ en: typed(characters), fr: typed(characters) })

/** Files that go with the text of each language, in their order. */
const Documents = z.object({ en: z.array(Attachment), fr: z.array(Attachment) })
const DocumentIds = z.array(Id).max(limits.templateDocuments)

/** A language in which a template has neither name nor text is left out of it: both are empty. */
export const Template = z.object({
  id: Id,
  scope: z.enum(templateScopes),
  /** Whose it is: an inbox, or the person themselves. */
  careTeam: PersonReference.nullable(),
  name: BothLanguages,
  text: BothLanguages,
  documents: Documents,
  reviewOn: DateOn.nullable(),
  isReviewDue: z.boolean(),
  uses: z.number(),
  lastUsedAt: Instant.nullable(),
  savedBy: PersonReference,
  savedAt: Instant,
  isArchived: z.boolean(),
  can: z.object({ change: z.boolean() }),
  version: z.number(),
})
const TemplateVersion = z.object({
  version: z.number(),
  name: BothLanguages,
  text: BothLanguages,
  documents: Documents,
  savedBy: PersonReference,
  savedAt: Instant,
})

/** A text that is ready to be put into a message. */
const Insertion = z.object({
  /** The template's; null of one of the product's own phrases. */
  templateId: Id.nullable(),
  phrase: z.enum(phrases).nullable(),
  scope: z.enum(templateScopes).nullable(),
  name: z.string(),
  text: z.string(),
  /** In which it is: the wanted one, unless the template has only the other. */
  language: Language,
  /** What could not be filled in; it stands in the text in braces. */
  missing: z.array(z.enum(templateVariables)),
  isReviewDue: z.boolean(),
  /** Of the template whose words these are; 0 of a phrase. */
  version: z.number(),
  documents: z.array(Attachment),
})

const KeptText = z.object({ text: BothLanguages, version: z.number() })

export const templates = {
  listTemplates: memberEndpoint({
    method: 'GET',
    path: '/templates',
    summary: 'Templates of the practice, of your inboxes and your own, by name; with the archived ones when asked.',
    query: z.object({ archived: z.literal('true').optional() }),
    response: z.object({ items: z.array(Template) }),
    audit: { none: 'Not about a patient.' },
  }),
  readTemplate: memberEndpoint({
    method: 'GET',
    path: '/templates/:templateId',
    summary: 'A template and its versions, the newest first.',
    params: { templateId: Id },
    response: Template.extend({ versions: z.array(TemplateVersion) }),
    audit: { none: 'Not about a patient.' },
  }),
  saveTemplate: memberEndpoint({
    method: 'PUT',
    path: '/templates/:templateId',
    summary: 'Write a template (`version` 0) or a new version of it. Whose it is does not change.',
    params: { templateId: Id },
    body: z.object({
      scope: z.enum(templateScopes),
      careTeamId: Id.nullable(),
      name: TypedInBoth(limits.nameCharacters),
      text: TypedInBoth(limits.messageCharacters),
      /** Left out, the new version has those of the one before. */
      documents: z.object({ en: DocumentIds, fr: DocumentIds }).optional(),
      reviewOn: DateOn.nullable(),
      version: z.number().int().nonnegative(),
    }),
    response: Template,
    audit: 'template.save',
  }),
  archiveTemplate: memberEndpoint({
    method: 'PUT',
    path: '/templates/:templateId/archive',
    summary: 'No longer offer a template, or offer it again. It and its versions are kept.',
    params: { templateId: Id },
    body: z.object({ isArchived: z.boolean(), version: z.number().int() }),
    response: Template,
    audit: 'template.archive',
  }),
  listInsertions: memberEndpoint({
    method: 'GET',
    path: '/patients/:patientId/insertions',
    summary:
      'Templates and phrases filled in for a message to this patient, in their language unless another is asked for.',
    params: { patientId: Id },
    query: z.object({ topicId: Id.optional(), language: Language.optional() }),
    response: z.object({ language: Language, items: z.array(Insertion) }),
    audit: 'template.offer',
  }),
  useTemplate: memberEndpoint({
    method: 'POST',
    path: '/templates/:templateId/uses',
    summary: 'Count that a template was put into a message.',
    params: { templateId: Id },
    body: z.object({ patientId: Id }),
    response: z.object({ uses: z.number() }),
    audit: 'template.use',
  }),
  readSignature: memberEndpoint({
    method: 'GET',
    path: '/signature',
    summary: 'Your own signature, in both languages.',
    response: KeptText,
    audit: { none: 'Not about a patient.' },
  }),
  saveSignature: memberEndpoint({
    method: 'PUT',
    path: '/signature',
    summary: 'Change your signature. It stands below your messages from then on, never below earlier ones.',
    body: z.object({ text: TypedInBoth(limits.signatureCharacters), version: z.number().int().nonnegative() }),
    response: KeptText,
    audit: 'signature.save',
  }),
  readMessageFooter: memberEndpoint({
    method: 'GET',
    path: '/message-footer',
    summary:
      "What stands below every message of the clinic: the practice's own words, or empty for the product's; and as it would read now.",
    response: KeptText.extend({ example: BothLanguages }),
    audit: { none: 'Not about a patient.' },
  }),
  saveMessageFooter: memberEndpoint({
    method: 'PUT',
    path: '/message-footer',
    summary: "Change the practice's words below every message; empty words bring back the product's.",
    body: z.object({ text: TypedInBoth(limits.footerCharacters), version: z.number().int().nonnegative() }),
    response: KeptText.extend({ example: BothLanguages }),
    audit: 'message-footer.save',
  }),
}
