import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { refusals } from '../../../shared/attachment.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { ApiProblem } from '../../api/problem.ts'
import { uploadDocument } from '../../api/upload.ts'
import { FileInput, type UploadedFile } from '../../components/FileInput.tsx'
import { useFileSize } from '../../components/file-size.ts'
import { acceptedFiles } from '../../conversation/MessageFields.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import type { Form } from '../use-form.ts'
import type { Both, Document } from './template-answers.ts'

type Change = (how: (documents: readonly Document[]) => readonly Document[], isTyped?: boolean) => void
type Props = {
  language: keyof Both
  form: Form
  templateId: string
  documents: readonly Document[]
  /** `isTyped`: the writer did it, and it is to be saved. */
  change: Change
  /** One more is on its way, or one less. */
  onWay: (more: 1 | -1) => void
}

/** Files that go with the text of one language: sent as they are chosen, and the template's once it is saved. */
export function TemplateDocuments({ language, form, templateId, documents, change, onWay }: Props): ReactNode {
  const t = useTranslations('staffTemplateDocuments')
  const files = useTranslations('conversation.files')
  const { problemWords } = useProblemWords()
  const { id: membershipId } = useMembership()
  const memberCall = useMemberCall()
  const sizeWords = useFileSize()
  useWatch(templateId, documents, change)

  function rowOf({ id, fileName: name, sizeBytes, status, refusal }: Document): UploadedFile {
    const row = { id, name, sizeBytes, note: files(`ownStatus.${status}`) }
    return status === 'rejected'
      ? { ...row, refusal: refusal ? files(`refusal.${refusal}`) : files('status.rejected') }
      : row
  }

  function explain(error: unknown): string {
    if (!(error instanceof ApiProblem)) {
      throw error
    }
    const code = refusals.find((refusal) => refusal === error.code || error.fields.some((f) => f.code === refusal))
    return code ? files(`refusal.${code}`) : problemWords(error)
  }

  return (
    <FileInput
      id={form.id(`documents.${language}`)}
      label={t(`label.${language}`)}
      hint={t('hint', { files: String(limits.templateDocuments), size: sizeWords(limits.attachmentSizeBytes) })}
      error={form.error(`documents.${language}`)}
      accept={acceptedFiles}
      limits={{ files: limits.templateDocuments, sizeBytes: limits.attachmentSizeBytes }}
      files={documents.map(rowOf)}
      upload={async (file, onProgress, signal) => {
        const place = { membershipId, templateId, documentId: newId() }
        onWay(1)
        try {
          const document = await uploadDocument(place, file, onProgress, signal)
          change((all) => [...all, document])
          return rowOf(document)
        } finally {
          onWay(-1)
        }
      }}
      // The list is the form's, which has it already.
      onUploaded={() => undefined}
      onRemove={({ id: documentId }) => {
        change((all) => all.filter(({ id }) => id !== documentId))
        // One that a version has stays with that version; any other is swept if this does not arrive.
        memberCall('DELETE /api/as/:membershipId/templates/:templateId/documents/:documentId', {
          templateId,
          documentId,
        }).catch(() => undefined)
      }}
      explain={explain}
    />
  )
}

function isWaiting({ status }: Document): boolean {
  return status === 'receiving' || status === 'quarantined'
}

/** Asks for the state of documents that are still being checked. */
function useWatch(templateId: string, documents: readonly Document[], change: Change): void {
  const memberCall = useMemberCall()
  const ids = documents
    .filter(isWaiting)
    .map(({ id }) => id)
    .join(' ')

  useEffect(() => {
    if (ids === '') {
      return undefined
    }
    const ask = () => {
      for (const documentId of ids.split(' ')) {
        memberCall('GET /api/as/:membershipId/templates/:templateId/documents/:documentId', {
          templateId,
          documentId,
        }).then(
          (fresh) => isWaiting(fresh) || change((all) => all.map((one) => (one.id === fresh.id ? fresh : one)), false),
          () => undefined,
        )
      }
    }
    const timer = setInterval(ask, limits.documentCheckMs)
    return () => clearInterval(timer)
    // What is called is made anew with every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ids, templateId])
}
