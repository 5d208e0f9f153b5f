import { mkdir } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { filingMachine, type FilingStatus } from '../../shared/filing.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import type { Context, SystemActor } from '../access/context.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { InPractice } from '../access/sweep.ts'
import { fileVersions, type FileVersion, openSealed } from '../attachments/sealed-file.ts'
import { attachmentPath, bundleFileName, recordFileName } from './attachment-path.ts'
import { derivedId } from './derived-id.ts'
import type { FiledConversation } from './filed-conversation.ts'
import { type FilingRow, loadRecord } from './load-record.ts'
import { explained, placeRecord, type PlacedRecord, type RecordFile } from './place-record.ts'
import { RecordFolderError } from './record-folder-error.ts'
import { renderRecordPdf } from './record-pdf.ts'
import { literals } from '../platform/db.ts'

type Claimed = { filing: FilingRow; record: FiledConversation; files: RecordFile[] } | 'wait' | undefined

/**
 * Files what a practice's conversations ask for, one after the other; returns how many were tried. Twice is once: the
 * record of one request has one name and the same bytes, and a row already filed is left alone.
 */
export async function fileDue(
  inPractice: InPractice,
  toBundle: (record: FiledConversation) => Buffer,
): Promise<number> {
  for (let count = 0; count < limits.sweepRows; count++) {
    const { ctx, claimed } = await inPractice(async (c) => ({ ctx: c, claimed: await claim(c) }))
    if (claimed === undefined) {
      return count
    }
    if (claimed !== 'wait') {
      const outcome = await place(ctx, claimed, toBundle)
      await inPractice((after) => settle(after, claimed.filing, outcome))
    }
  }
  return limits.sweepRows
}

/** Takes the next request under a lease, with everything needed to file it. Files still in quarantine are waited for. */
async function claim(ctx: Context<SystemActor>): Promise<Claimed> {
  const filing = await ctx.tx
    .selectFrom('filings')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('status', 'in', literals('requested', 'failed'))
    .where('due_at', '<=', ctx.now)
    .orderBy('due_at')
    .limit(1)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (filing === undefined) {
    return undefined
  }
  const record = await loadRecord(ctx, filing)
  const isWaiting = record.messages.some((m) =>
    m.attachments.some((a) => a.status === 'quarantined' || a.status === 'receiving'),
  )
  await ctx.tx
    .updateTable('filings')
    .set({
      due_at: new Date(ctx.now.getTime() + (isWaiting ? limits.scanRetryMs : limits.filingLeaseMs)),
      ...(isWaiting ? { problem: 'files-not-scanned' } : { attempts: filing.attempts + 1 }),
    })
    .where('practice_id', '=', filing.practice_id)
    .where('id', '=', filing.id)
    .execute()
  return isWaiting ? 'wait' : { filing, record, files: await attachmentFiles(ctx, filing, record) }
}

/** The attachments' bytes, opened as they are written; each must hash to what the record says. */
async function attachmentFiles(ctx: Context, filing: FilingRow, record: FiledConversation): Promise<RecordFile[]> {
  const rows = await ctx.tx
    .selectFrom('attachments')
    .select(['id', 'blob', 'blob_version', 'data_key_number'])
    .where('practice_id', '=', filing.practice_id)
    .where('conversation_id', '=', filing.conversation_id)
    .execute()
  return record.messages
    .flatMap((message) => message.attachments)
    .flatMap((attachment) => {
      const path = attachmentPath(attachment)
      const row = rows.find(({ id }) => id === attachment.id)
      return path === undefined || row?.blob == null
        ? []
        : [{ name: path, sha256: attachment.sha256, content: clearBytes(ctx, filing, { ...row, blob: row.blob }) }]
    })
}

async function* clearBytes(
  ctx: Pick<Context, 'house' | 'keys'>,
  filing: FilingRow,
  row: { id: string; blob: string; blob_version: number; data_key_number: number },
): AsyncGenerator<Buffer> {
  const opened = await openSealed(ctx.house.blobs, ctx.keys, {
    practiceId: filing.practice_id,
    patientId: filing.patient_id,
    attachmentId: row.id,
    version: (row.blob_version === fileVersions.rewritten
      ? fileVersions.rewritten
      : fileVersions.received) as FileVersion,
    dataKeyNumber: row.data_key_number,
    blob: row.blob,
  })
  yield* opened.range(0, opened.sizeBytes)
}

/** Renders and writes, outside any transaction. */
async function place(
  ctx: Pick<Context, 'house' | 'now'>,
  { filing, record, files }: Exclude<Claimed, 'wait' | undefined>,
  toBundle: (record: FiledConversation) => Buffer,
): Promise<PlacedRecord | { problem: string; mayPassLater: boolean }> {
  try {
    const { recordDir, dataDir } = ctx.house.config
    if (recordDir.startsWith(dataDir)) {
      // Ours to make; a folder of the operator's is not: a missing one may be a disk that is not mounted.
      await mkdir(recordDir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw explained(error)
      })
    }
    const bundle = toBundle(record)
    const pdf = await renderRecordPdf(record, bundle)
    return await placeRecord(recordDir, {
      patientFolder: `${filing.practice_id}/${filing.patient_id}`,
      name: derivedId(filing.id, filing.requested_at.toISOString()),
      now: ctx.now,
      files: [
        { name: recordFileName, content: pdf, sha256: createHash('sha256').update(pdf).digest('hex') },
        { name: bundleFileName, content: bundle },
        ...files,
      ],
    })
  } catch (error) {
    ctx.house.log.error({ filing: filing.id, err: error }, 'a conversation could not be filed')
    return error instanceof RecordFolderError
      ? { problem: error.code, mayPassLater: error.mayPassLater }
      : { problem: 'filing-failed', mayPassLater: true }
  }
}

/** Writes the receipt, or the reason and when to try again; a failed filing stays on the list until it is filed. */
async function settle(
  ctx: Context<SystemActor>,
  filing: FilingRow,
  outcome: PlacedRecord | { problem: string; mayPassLater: boolean },
): Promise<void> {
  const row = await ctx.tx
    .selectFrom('filings')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'filings.practice_id')
        .onRef('conversations.id', '=', 'filings.conversation_id'),
    )
    .select(['filings.status', 'filings.requested_at', 'filings.attempts', 'conversations.care_team_id'])
    .where('filings.practice_id', '=', filing.practice_id)
    .where('filings.id', '=', filing.id)
    .forNoKeyUpdate('filings')
    .executeTakeFirstOrThrow()
  if (row.status === 'filed' || row.requested_at.getTime() !== filing.requested_at.getTime()) {
    return
  }
  const status = row.status as FilingStatus
  const placed = 'location' in outcome
  const isLast = row.attempts >= limits.filingAttempts
  await ctx.tx
    .updateTable('filings')
    .set(
      placed
        ? {
            status: next(filingMachine, status, 'place'),
            filed_at: outcome.placedAt,
            location: outcome.location,
            sha256: outcome.sha256,
            problem: null,
            due_at: null,
          }
        : {
            status: next(filingMachine, status, 'fail'),
            problem: outcome.problem,
            due_at: outcome.mayPassLater && !isLast ? retryAt(ctx.now, row.attempts) : null,
          },
    )
    .where('practice_id', '=', filing.practice_id)
    .where('id', '=', filing.id)
    .execute()
  if (placed) {
    await ctx.tx
      .updateTable('conversations')
      .set({ filed_sequence: filing.up_to_sequence })
      .where('practice_id', '=', filing.practice_id)
      .where('id', '=', filing.conversation_id)
      .execute()
  }
  await recordAudit(ctx, placed ? 'filing.place' : 'filing.fail', {
    object: { type: 'filing', id: filing.id },
    patients: [filing.patient_id],
    info: ['message', 'attachment'],
    outcome: placed ? 0 : 8,
  })
  const { conversation_id: id, patient_id } = filing
  ctx.afterCommit(() => announce(ctx, { id, patient_id, care_team_id: row.care_team_id }))
}

/** A minute, two, four … up to an hour. */
function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(60 * 60_000, 60_000 * 2 ** Math.max(0, attempts - 1)))
}
