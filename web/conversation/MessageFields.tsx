import type { InputEvent, KeyboardEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits as allLimits } from '../../shared/limits.ts'
import { FileInput } from '../components/FileInput.tsx'
import { TextArea } from '../components/TextArea.tsx'
import type { Draft, DraftSnapshot } from './draft.ts'
import { DraftNotes } from './DraftNotes.tsx'
import type { DraftFiles } from './use-draft-files.ts'
import './MessageFields.css'

export type WritingLimits = { characters: number; words: number | null; files: number }

/** What a phone's chooser offers; the server looks at each file again. */
export const acceptedFiles =
  'image/jpeg,image/png,image/webp,image/heic,.heic,application/pdf,text/plain,.docx,audio/mpeg,audio/mp4,audio/wav,audio/ogg,video/mp4,video/quicktime,video/webm'

type Props = {
  draft: Draft
  now: DraftSnapshot
  draftFiles: DraftFiles
  limits: WritingLimits
  label: ReactNode
  hint?: ReactNode
  rows?: number
  /** Errors by field, the same words as in the ErrorSummary. */
  errors?: { text?: string | undefined; files?: string | undefined }
  /** Told on every change, for "is writing". */
  onWriting?: (() => void) | undefined
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void
  onInput?: ((event: InputEvent<HTMLTextAreaElement>) => void) | undefined
  /** Stands between the words and the files. */
  tools?: ReactNode
}

/** Ids that an ErrorSummary links to. */
export const messageFieldIds = { subject: 'message-subject', text: 'message-text', files: 'message-files' } as const

/** The words of a message, its files, and where they are kept while it is being written. */
export function MessageFields(props: Props): ReactNode {
  const t = useTranslations('conversation.compose')
  const { draft, now, draftFiles, limits, errors } = props
  return (
    <div className="stack message-fields">
      <TextArea
        id={messageFieldIds.text}
        label={props.label}
        hint={props.hint}
        error={errors?.text}
        rows={props.rows ?? 6}
        value={now.text}
        limits={limits}
        onKeyDown={props.onKeyDown}
        onInput={props.onInput}
        onChange={(text) => {
          draft.change({ text })
          props.onWriting?.()
        }}
      />
      {props.tools}
      {limits.files > 0 && (
        <FileInput
          id={messageFieldIds.files}
          label={t('addFiles')}
          error={errors?.files}
          accept={acceptedFiles}
          limits={{ files: limits.files, sizeBytes: allLimits.attachmentSizeBytes }}
          files={draftFiles.files}
          upload={draftFiles.send}
          // The list is the draft's, which has it already.
          onUploaded={() => undefined}
          onRemove={draftFiles.remove}
          explain={draftFiles.explain}
        />
      )}
      <DraftNotes draft={draft} now={now} />
    </div>
  )
}
