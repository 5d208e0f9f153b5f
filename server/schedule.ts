import { limits } from '../shared/limits.ts'
import { practicesBy, type Sweep } from './access/sweep.ts'
import { forgetExpired } from './accounts/forget-expired.ts'
import { sealPasskeyNames } from './accounts/seal-passkey-names.ts'
import { sealLogs } from './audit/seal-logs.ts'
import { verifyLogs } from './audit/verify-logs.ts'
import { scanAttachments, sweepAttachments } from './attachments/sweep-attachments.ts'
import { lookAtChecks } from './checks/look-at-checks.ts'
import { escalateUnread } from './conversations/escalate-unread.ts'
import { sendDue } from './conversations/send-due.ts'
import { renewExpected } from './conversations/renew-expected.ts'
import { remindUnread } from './conversations/remind-unread.ts'
import { bundleBytes, toBundle } from './fhir/bundle.ts'
import { sendGathered } from './focus/send-gathered.ts'
import { fileDue } from './filing/file-due.ts'
import { removeUnfinished } from './filing/remove-unfinished.ts'
import { lookAfterTexts } from './notifications/look-after-texts.ts'
import { notifyPatients } from './notifications/notify-patients.ts'
import { sendNotices } from './notifications/send-notices.ts'
import { sendTexts } from './notifications/send-texts.ts'
import { beat } from './ops/beat.ts'
import { compareClocks } from './ops/clock-difference.ts'
import { coverTasks } from './tasks/cover-tasks.ts'
import { countDays } from './seeing/count-days.ts'
import { packMessages } from './search/pack-messages.ts'
import { escalateOverdue } from './tasks/escalate-overdue.ts'
import { findOrphans } from './tasks/find-orphans.ts'
import { scanDocuments } from './templates/settle-document.ts'
import { sweepDocuments } from './templates/sweep-documents.ts'

const withUnread = practicesBy('practices_with_unread_messages')

/** What happens by itself, in one table. The state is in the rows: an outage delays, and loses nothing. */
export const schedule: readonly Sweep[] = [
  { name: 'beat', everySeconds: limits.heartbeatSeconds, run: beat },
  { name: 'compare-clocks', everySeconds: limits.clockLookSeconds, run: compareClocks },
  { name: 'seal-logs', everySeconds: limits.auditSealSeconds, run: sealLogs },
  { name: 'verify-logs', everySeconds: 1_800, run: verifyLogs },
  {
    name: 'send-due',
    everySeconds: limits.sendDueSeconds,
    where: practicesBy('practices_with_sends_due'),
    visit: sendDue,
  },
  {
    name: 'escalate-overdue',
    everySeconds: 60,
    where: practicesBy('practices_with_late_tasks'),
    visit: escalateOverdue,
  },
  { name: 'cover-tasks', everySeconds: 5, where: practicesBy('practices_with_cover_due'), visit: coverTasks },
  { name: 'look-at-checks', everySeconds: 30, where: practicesBy('practices_with_checks_due'), visit: lookAtChecks },
  { name: 'find-orphans', everySeconds: 600, where: practicesBy('practices_to_check'), visit: findOrphans },
  {
    name: 'renew-expected',
    everySeconds: 60,
    where: practicesBy('practices_with_expectations_due'),
    visit: renewExpected,
  },
  { name: 'remind-unread', everySeconds: 300, where: withUnread, visit: remindUnread },
  { name: 'escalate-unread', everySeconds: 300, where: withUnread, visit: escalateUnread },
  { name: 'notify-patients', everySeconds: 5, where: practicesBy('practices_to_notify'), visit: notifyPatients },
  {
    name: 'send-gathered',
    everySeconds: 30,
    where: practicesBy('practices_with_gathered_notices'),
    visit: sendGathered,
  },
  {
    name: 'send-notices',
    everySeconds: 5,
    where: practicesBy('practices_with_due_notices'),
    visit: (turn) => sendNotices(turn, 'email'),
  },
  // Apart from e-mail: a gateway that is slow holds up nothing else.
  { name: 'send-texts', everySeconds: 2, where: practicesBy('practices_with_due_texts'), visit: sendTexts },
  {
    name: 'look-after-texts',
    everySeconds: 15,
    where: practicesBy('practices_with_texts_to_look_after'),
    visit: lookAfterTexts,
  },
  {
    name: 'scan-attachments',
    everySeconds: 10,
    followsChanges: true,
    where: practicesBy('practices_with_files_to_scan'),
    visit: ({ inPractice }) => scanAttachments(inPractice),
  },
  {
    name: 'scan-documents',
    everySeconds: 5,
    where: practicesBy('practices_with_documents_to_scan'),
    visit: ({ inPractice }) => scanDocuments(inPractice),
  },
  {
    name: 'file-due',
    everySeconds: 15,
    followsChanges: true,
    where: practicesBy('practices_with_due_filings'),
    visit: ({ inPractice }) => fileDue(inPractice, (record) => bundleBytes(toBundle(record))),
  },
  { name: 'pack-messages', everySeconds: 60, where: practicesBy('practices_to_pack'), visit: packMessages },
  {
    name: 'sweep-attachments',
    everySeconds: 3_600,
    where: practicesBy('practices_with_files_to_remove', limits.unfinishedUploadMs),
    visit: ({ inPractice }) => sweepAttachments(inPractice),
  },
  {
    name: 'sweep-documents',
    everySeconds: 3_600,
    where: practicesBy('practices_with_documents_to_remove', limits.unfinishedUploadMs),
    visit: ({ inPractice }) => sweepDocuments(inPractice),
  },
  {
    name: 'remove-unfinished',
    everySeconds: 3_600,
    run: async ({ house, clock }) => {
      await removeUnfinished(house.config.recordDir, new Date(clock().getTime() - limits.unfinishedRecordMs))
    },
  },
  {
    name: 'count-days',
    everySeconds: limits.seenSeconds,
    where: practicesBy('practices_to_count'),
    visit: countDays,
  },
  { name: 'seal-passkey-names', everySeconds: 3_600, run: sealPasskeyNames },
  { name: 'forget-expired', everySeconds: 3_600, run: forgetExpired },
]
