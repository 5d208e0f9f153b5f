import { onWritingTo } from '../../policy/oracle.ts'
import type { Facts, Member } from '../../policy/facts.ts'
import { knowsDocument, knowsTemplate } from '../../policy/template-oracle.ts'
import { type At, duty, first, type Operations, thereOr, type Verdict } from './operation.ts'

function isIn({ inboxes }: Facts, who: Member, inbox: string | null | undefined): boolean {
  return inboxes.some(
    ({ practice, id, members }) => practice === who.practice && id === inbox && members.includes(who.id),
  )
}

const named = ({ facts, who, ids }: At) =>
  facts.templates.find(({ practice, id }) => practice === who.practice && id === ids['templateId'])

function read(at: At): Verdict {
  const template = named(at)
  return first(
    duty('read templates')(at),
    template !== undefined && knowsTemplate(at.facts, at.who, template) ? 'allowed' : 'hidden',
  )
}

/** Whoever knows of an inbox's or their own writes it; everybody's is not for clerks to write. */
const write = (at: At): Verdict => {
  const template = named(at)
  const isEverybodys = template?.inbox === null && template.owner === null
  return first(read(at), isEverybodys ? duty('write texts for everybody')(at) : 'allowed')
}

/** A new one: for everybody, or in an inbox that is named. */
function create(at: At): Verdict {
  const inbox = at.ids['careTeamId']
  const mayInInbox = at.who.part === 'administrator' || isIn(at.facts, at.who, inbox)
  return first(
    duty('read templates')(at),
    thereOr('invalid', at.facts.inboxes, at, inbox),
    inbox === undefined ? duty('write texts for everybody')(at) : mayInInbox ? 'allowed' : 'forbidden',
  )
}

const documentNamed = ({ facts, who, ids }: At) =>
  facts.documents.find(
    ({ practice, id, template }) =>
      practice === who.practice && id === ids['documentId'] && template === ids['templateId'],
  )

function document(at: At): Verdict {
  const it = documentNamed(at)
  return first(
    duty('read templates')(at),
    it !== undefined && knowsDocument(at.facts, at.who, it) ? 'allowed' : 'hidden',
  )
}

/** For a template that one may change, or that is not there yet; under an id that nobody has. */
function receiveDocument(at: At): Verdict {
  const isThere = at.facts.templates.some(
    ({ practice, id }) => practice === at.who.practice && id === at.ids['templateId'],
  )
  const it = at.facts.documents.find(({ practice, id }) => practice === at.who.practice && id === at.ids['documentId'])
  const isRepeated = it !== undefined && it.by === at.who.id && it.template === at.ids['templateId']
  return first(
    duty('read templates')(at),
    isThere ? write(at) : 'allowed',
    it === undefined || isRepeated ? 'allowed' : 'invalid',
  )
}

/** Into one's own draft; of a template that one knows of. */
function addDocuments(at: At): Verdict {
  const draft = at.facts.drafts.find(({ practice, id }) => practice === at.who.practice && id === at.ids['draftId'])
  const isOwn = draft !== undefined && draft.author === at.who.id
  return first(
    at.who.part === 'patient' ? 'forbidden' : 'allowed',
    isOwn ? (draft.hasEnded ? 'invalid' : 'allowed') : 'hidden',
    read(at),
  )
}

const writingTo = (at: At): Verdict => onWritingTo(at.facts, at.who, at.ids['patientId'] ?? '')
const version = (at: At) => ({ version: at.versionOf(at.ids['templateId'] ?? '') })
const both = (words: () => string) => ({ en: words(), fr: words() })

export const templateOperations: Operations = {
  listTemplates: { ids: {}, verdict: duty('read templates') },
  readTemplate: { ids: { templateId: 'template' }, verdict: read },
  saveTemplate: {
    ids: {},
    makes: { templateId: 'template' },
    optional: { careTeamId: 'inbox' },
    rest: (at) => ({
      scope: at.ids['careTeamId'] === undefined ? 'practice' : 'team',
      ...(at.ids['careTeamId'] === undefined && { careTeamId: null }),
      name: both(() => at.word('template')),
      text: both(() => at.word('template')),
      reviewOn: null,
      ...version(at),
    }),
    verdict: (at) => (named(at) === undefined ? create(at) : write(at)),
  },
  uploadTemplateDocument: {
    ids: { templateId: 'template' },
    makes: { documentId: 'document' },
    rest: (at) => ({ 'x-file-name': `${at.word('document')}.txt` }),
    bytes: (at) => Buffer.from(`${at.word('document')} in a document.\n`),
    verdict: receiveDocument,
  },
  readTemplateDocument: { ids: { templateId: 'template', documentId: 'document' }, verdict: document },
  downloadTemplateDocument: {
    ids: { templateId: 'template', documentId: 'document' },
    verdict: (at) => first(document(at), documentNamed(at)?.isReady === true ? 'allowed' : 'invalid'),
  },
  removeTemplateDocument: {
    ids: { templateId: 'template', documentId: 'document' },
    verdict: (at) => first(document(at), documentNamed(at)?.isNamed === true ? 'invalid' : 'allowed'),
  },
  addTemplateDocuments: {
    ids: { draftId: 'draft', templateId: 'template' },
    rest: (at) => ({ language: 'en', version: at.versionOf(at.ids['templateId'] ?? '') || 1 }),
    verdict: addDocuments,
  },
  archiveTemplate: {
    ids: { templateId: 'template' },
    rest: (at) => ({ isArchived: true, ...version(at) }),
    verdict: write,
  },
  listInsertions: {
    ids: { patientId: 'patient' },
    optional: { topicId: 'topic' },
    verdict: (at) =>
      first(
        at.who.part === 'patient' ? 'forbidden' : 'allowed',
        writingTo(at),
        thereOr('invalid', at.facts.topics, at, at.ids['topicId']),
      ),
  },
  useTemplate: {
    ids: { templateId: 'template', patientId: 'patient' },
    verdict: (at) => first(writingTo(at), read(at)),
  },
  readSignature: { ids: {}, verdict: duty('sign messages') },
  saveSignature: {
    ids: {},
    rest: (at) => ({ text: both(() => at.word('below messages')), version: 0 }),
    verdict: duty('sign messages'),
  },
  readMessageFooter: { ids: {}, verdict: duty('read what stands below messages') },
  saveMessageFooter: {
    ids: {},
    // The practice has one already: this is the next.
    rest: (at) => ({ text: both(() => `${at.word('below messages')} {turnaround} {clinicPhone}`), version: 1 }),
    verdict: duty('change what stands below messages'),
  },
}
