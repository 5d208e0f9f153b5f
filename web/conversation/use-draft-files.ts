import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { refusals } from '../../shared/attachment.ts'
import { limits } from '../../shared/limits.ts'
import { call } from '../api/client.ts'
import { newId } from '../api/new-id.ts'
import { ApiProblem, localProblem } from '../api/problem.ts'
import { upload } from '../api/upload.ts'
import type { UploadedFile } from '../components/FileInput.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import { onHint } from '../live.ts'
import type { Draft, DraftSnapshot } from './draft.ts'
import type { Attachment } from './types.ts'

export type DraftFiles = {
  files: readonly UploadedFile[]
  /** Files still on their way: a send would leave them behind. */
  uploading: number
  send: (file: File, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<UploadedFile>
  remove: (file: UploadedFile) => void
  explain: (error: unknown) => string
}

/** The files of a draft: sent as they are chosen, watched until they are checked, taken away again. */
export function useDraftFiles(membershipId: string, draft: Draft, now: DraftSnapshot): DraftFiles {
  const t = useTranslations('conversation.files')
  const { problemWords } = useProblemWords()
  const [uploading, setUploading] = useState(0)
  useWatch(membershipId, draft, now.files)

  function rowOf({ id, fileName: name, sizeBytes, status, refusal }: Attachment): UploadedFile {
    const row = { id, name, sizeBytes, note: t(`ownStatus.${status}`) }
    return status === 'rejected' ? { ...row, refusal: refusal ? t(`refusal.${refusal}`) : t('status.rejected') } : row
  }

  async function send(file: File, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<UploadedFile> {
    setUploading((count) => count + 1)
    try {
      // A file goes into a draft that the server knows.
      if (!draft.isOnServer() && !(await draft.save())) {
        throw localProblem('unreachable')
      }
      const place = { membershipId, draftId: draft.snapshot().id, attachmentId: newId() }
      const attachment = await upload(place, file, onProgress, signal)
      draft.changeFiles((files) => [...files, attachment])
      return rowOf(attachment)
    } finally {
      setUploading((count) => count - 1)
    }
  }

  function remove({ id: attachmentId }: UploadedFile): void {
    draft.changeFiles((files) => files.filter((file) => file.id !== attachmentId))
    // If this does not arrive, the file stays in the draft and is not sent: a send names its files.
    call('DELETE /api/as/:membershipId/attachments/:attachmentId', { membershipId, attachmentId }).catch(
      () => undefined,
    )
  }

  function explain(error: unknown): string {
    if (!(error instanceof ApiProblem)) {
      throw error
    }
    const code = refusals.find((refusal) => refusal === error.code || error.fields.some((f) => f.code === refusal))
    return code ? t(`refusal.${code}`) : problemWords(error)
  }

  return { files: now.files.map(rowOf), uploading, send, remove, explain }
}

/** Asks for the state of files that are still being checked: once, since a hint may have come before this, and at each hint. */
function useWatch(membershipId: string, draft: Draft, files: readonly Attachment[]): void {
  const waiting = files.filter(({ status }) => status === 'receiving' || status === 'quarantined')
  const ids = waiting.map(({ id }) => id).join(' ')

  useEffect(() => {
    if (ids === '') {
      return undefined
    }
    const ask = () => {
      for (const attachmentId of ids.split(' ')) {
        call('GET /api/as/:membershipId/attachments/:attachmentId', { membershipId, attachmentId }).then(
          (fresh) => draft.changeFiles((all) => all.map((file) => (file.id === fresh.id ? fresh : file))),
          () => undefined,
        )
      }
    }
    ask()
    const stop = onHint((hint) => {
      if (hint.kind === 'reset' || (hint.kind === 'draft' && hint.draftId === draft.snapshot().id)) {
        ask()
      }
    })
    const timer = setInterval(ask, limits.fileCheckMs)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [ids, membershipId, draft])
}
