import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { Empty, Id, Language } from './common.ts'
import { Attachment } from './attachment.ts'
import { FileName } from './attachments.ts'

/** Why a document did not come into the draft; everything else did. */
export const leftBehind = ['too-many-files', 'not-ready', 'refused', 'gone'] as const

/** Uploading and downloading stream bytes, so their routes are Fastify's own; this is what they answer. */
export const templateDocuments = {
  uploadTemplateDocument: memberEndpoint({
    method: 'PUT',
    path: '/templates/:templateId/documents/:documentId',
    summary:
      'Stream one document for a template (body: the bytes, application/octet-stream; its name in the header `x-file-name`, percent-encoded). It is yours alone until a saved version names it, and is removed after a day if none does. Repeating a finished upload answers with the same document.',
    params: { templateId: Id, documentId: Id },
    headers: z.object({ 'x-file-name': FileName }),
    response: Attachment,
    audit: 'template-document.upload',
    isFile: true,
  }),
  readTemplateDocument: memberEndpoint({
    method: 'GET',
    path: '/templates/:templateId/documents/:documentId',
    summary: 'The state of a document, for progress.',
    params: { templateId: Id, documentId: Id },
    response: Attachment,
    audit: { none: 'Not about a patient.' },
  }),
  downloadTemplateDocument: memberEndpoint({
    method: 'GET',
    path: '/templates/:templateId/documents/:documentId/content',
    summary: 'The bytes of a document that was looked at, with ranges.',
    params: { templateId: Id, documentId: Id },
    response: z.unknown(),
    audit: 'template-document.download',
    isFile: true,
  }),
  removeTemplateDocument: memberEndpoint({
    method: 'DELETE',
    path: '/templates/:templateId/documents/:documentId',
    summary: 'Remove a document that no version names yet. What a version names stays with it.',
    params: { templateId: Id, documentId: Id },
    response: Empty,
    audit: 'template-document.remove',
  }),
  addTemplateDocuments: memberEndpoint({
    method: 'POST',
    path: '/drafts/:draftId/template-documents',
    summary:
      'Put the documents of a template, in one language, into a draft of yours as files of it. `version` is the one whose text was put in: 409 when the template has changed. One that is in the draft already is not put in twice; what does not fit is named in `left`.',
    params: { draftId: Id },
    body: z.object({ templateId: Id, version: z.number().int().positive(), language: Language }),
    response: z.object({
      attachments: z.array(Attachment),
      left: z.array(z.object({ fileName: z.string(), reason: z.enum(leftBehind) })),
    }),
    audit: 'template-document.add',
  }),
}
