import { isDutyOf } from '../../policy/duties.ts'
import { type FileAct, onFile, onTask, type TaskAct } from '../../policy/oracle.ts'
import { type At, colleagues, duty, first, type Operations, thereOr, type Verdict } from './operation.ts'

const task =
  (act: TaskAct) =>
  (at: At): Verdict => {
    const named = at.facts.tasks.find(({ practice, id }) => practice === at.who.practice && id === at.ids['taskId'])
    return onTask(at.facts, at.who, act, named, at.now)
  }
const version = (at: At) => ({ version: at.versionOf(at.ids['taskId'] ?? '') })

const fileNamed = ({ facts, who, ids }: At) =>
  facts.files.find(({ practice, id }) => practice === who.practice && id === ids['attachmentId'])
const file =
  (act: FileAct) =>
  (at: At): Verdict =>
    onFile(at.facts, at.who, act, fileNamed(at), at.now)

/** A file that nobody has looked at yet is not given out, whoever asks. */
const download = (at: At): Verdict =>
  first(file('download')(at), fileNamed(at)?.isReady === true ? 'allowed' : 'invalid')

/** Every colleague knows of every inbox; what is in it, only those who work in it. */
function queue(at: At): Verdict {
  const { facts, who, ids } = at
  const inbox = facts.inboxes.find(({ practice, id }) => practice === who.practice && id === ids['careTeamId'])
  if (!isDutyOf(who.part, 'read the queue') || ids['careTeamId'] === undefined) {
    return duty('read the queue')(at)
  }
  return inbox === undefined ? 'hidden' : inbox.members.includes(who.id) ? 'allowed' : 'forbidden'
}

/** Files go into one's own draft alone. */
function upload({ facts, who, ids }: At): Verdict {
  const draft = facts.drafts.find(({ practice, id }) => practice === who.practice && id === ids['draftId'])
  if (draft === undefined || draft.author !== who.id) {
    return 'hidden'
  }
  const isThisFile = ({ practice, id }: { practice: string; id: string }) =>
    practice === who.practice && id === ids['attachmentId']
  // The same file of the same draft sent again is answered as it stands.
  const isRepeated = facts.drafted.some((file) => isThisFile(file) && file.draft === draft.id)
  return draft.hasEnded ? 'refused' : facts.files.some(isThisFile) && !isRepeated ? 'invalid' : 'allowed'
}

/** Tasks, files, the record's place in the chart, and the log. */
export const workOperations: Operations = {
  listInboxes: { ids: {}, verdict: duty('read the queue') },
  listQueue: {
    ids: {},
    optional: { careTeamId: 'inbox' },
    verdict: queue,
  },
  acceptTask: { ids: { taskId: 'task' }, rest: version, verdict: task('accept') },
  releaseTask: { ids: { taskId: 'task' }, verdict: task('release') },
  assignTask: {
    ids: { taskId: 'task' },
    optional: { practitionerId: 'practitioner', careTeamId: 'inbox' },
    rest: (at) => ({ ...version(at), priority: 'urgent' }),
    verdict: (at) =>
      first(
        task('assign')(at),
        thereOr('invalid', colleagues(at), at, at.ids['practitionerId']),
        thereOr('invalid', at.facts.inboxes, at, at.ids['careTeamId']),
      ),
  },
  assignSeveral: {
    ids: { conversationId: 'conversation', taskId: 'task', careTeamId: 'inbox' },
    within: ['conversationId', 'taskId'],
    optional: { practitionerId: 'practitioner' },
    rest: (at) => ({
      assignmentId: at.newId(),
      conversations: [
        { conversationId: at.ids['conversationId'], tasks: [{ taskId: at.ids['taskId'], ...version(at) }] },
      ],
    }),
    verdict: (at) =>
      first(
        duty('read the queue')(at),
        // To a colleague or to an inbox, not to both.
        at.ids['practitionerId'] === undefined ? 'allowed' : 'invalid',
        thereOr('invalid', at.facts.inboxes, at, at.ids['careTeamId']),
      ),
  },
  // Of acts that are the caller's own; another's is as one that never was.
  undoAssignments: {
    ids: {},
    rest: (at) => ({ assignmentId: at.newId() }),
    verdict: (at) => first(duty('read the queue')(at), 'hidden'),
  },
  completeTask: {
    ids: { taskId: 'task' },
    rest: (at) => ({ ...version(at), outcome: 'no-reply-needed' }),
    verdict: task('complete'),
  },
  deferTask: {
    ids: { taskId: 'task' },
    // A time that has passed is taken from nobody, so that the crawl leaves every task to be acted on.
    rest: (at) => ({ ...version(at), until: '2020-01-01T09:00', reason: 'results', noteId: at.newId() }),
    verdict: (at) => first(task('complete')(at), 'refused'),
  },
  resumeTask: { ids: { taskId: 'task' }, verdict: task('release') },
  takeNext: { ids: {}, rest: () => ({ since: new Date().toISOString() }), verdict: duty('read the queue') },
  readRound: { ids: {}, rest: () => ({ since: new Date().toISOString() }), verdict: duty('read the queue') },
  readMessagePlan: { ids: {}, verdict: duty('read the queue') },
  saveMessagePlan: { ids: {}, rest: () => ({ blocks: [], version: 0 }), verdict: duty('read the queue') },
  makeCalendarFeed: { ids: {}, verdict: duty('read the queue') },
  endCalendarFeed: { ids: {}, verdict: duty('read the queue') },
  passOver: { ids: { taskId: 'task' }, rest: () => ({ reason: 'needs-time' }), verdict: task('accept') },
  listLate: { ids: {}, verdict: duty('read what is late') },
  listOrphans: { ids: {}, verdict: duty('give out work that no one has') },
  mendOrphan: {
    ids: { conversationId: 'conversation' },
    optional: { practitionerId: 'practitioner' },
    verdict: (at) =>
      first(
        duty('give out work that no one has')(at),
        thereOr('hidden', at.facts.orphans, at, at.ids['conversationId']),
        thereOr('invalid', colleagues(at), at, at.ids['practitionerId']),
      ),
  },
  uploadAttachment: {
    ids: { draftId: 'draft' },
    makes: { attachmentId: 'file' },
    rest: (at) => ({ 'x-file-name': `${at.word('file')}.txt` }),
    bytes: (at) => Buffer.from(`${at.word('file')} in a file.\n`),
    verdict: upload,
  },
  downloadAttachment: { ids: { attachmentId: 'file' }, verdict: download },
  readAttachment: { ids: { attachmentId: 'file' }, verdict: file('read') },
  removeAttachment: { ids: { attachmentId: 'file' }, verdict: file('remove') },
  listUnfiled: { ids: {}, verdict: duty('read what is not filed') },
  searchAudit: {
    ids: {},
    optional: { patientId: 'patient', actorId: 'practitioner' },
    verdict: duty('read the log'),
  },
  readAuditState: { ids: {}, verdict: duty('read the state of the log') },
  listAccess: { ids: {}, verdict: duty('read who used my record') },
  grantAccess: {
    ids: { patientId: 'patient' },
    rest: (at) => ({ reason: at.word('reason') }),
    verdict: (at) => first(duty('state a reason')(at), thereOr('hidden', at.facts.patients, at, at.ids['patientId'])),
  },
  listGrants: { ids: {}, verdict: duty('read stated reasons') },
  reviewGrant: {
    ids: { grantId: 'reason' },
    verdict: (at) =>
      first(duty('review stated reasons')(at), thereOr('hidden', at.facts.reasons, at, at.ids['grantId'])),
  },
}
