import { useId, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from './Announcer.tsx'
import { Button } from './Button.tsx'
import { FieldWords, useField } from './Field.tsx'
import { Icon } from './Icon.tsx'
import { Status } from './Status.tsx'
import { useFileSize } from './file-size.ts'
import './FileInput.css'

/** A file that the server has. `note` says more than "Uploaded" ("Being checked for viruses"); `refusal` why it will not be sent. */
export type UploadedFile = { id: string; name: string; sizeBytes: number; note?: string; refusal?: string }
type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  id?: string | undefined
  /** 'image/*,application/pdf'; what it lets through is checked again by the server. */
  accept?: string
  limits: { files: number; sizeBytes: number }
  /** What is there already; the page keeps this list. */
  files: readonly UploadedFile[]
  /** Sends one file, telling the part sent so far (0 to 1); rejects when it fails or is stopped. */
  upload: (file: File, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<UploadedFile>
  onUploaded: (file: UploadedFile) => void
  onRemove: (file: UploadedFile) => void
  /** Words for what `upload` rejected with. */
  explain: (error: unknown) => string
}
type Pending = { key: string; file: File; fraction: number; failure: string | null; stop: AbortController }

/** Files one by one: each with its name, size, progress and outcome beside it, and a button to take it away. */
export function FileInput(props: Props): ReactNode {
  const t = useTranslations('common')
  const { pending, add, drop } = usePending(props)
  const { wiring, labelText } = useField({ ...props, hint: true })
  const sizeWords = useFileSize()
  const inputRef = useRef<HTMLInputElement>(null)
  const count = props.files.length + pending.filter(({ failure }) => failure === null).length

  /** The row that held the focus is gone: the next thing to do is to choose another file. */
  function removed(name: string): void {
    announce(t('files.announceRemoved', { name }))
    inputRef.current?.focus()
  }

  return (
    <div className="field" data-invalid={props.error ? true : undefined}>
      <p className="field-label" id={`${wiring.id}-label`}>
        {labelText}
      </p>
      <FieldWords
        id={wiring.id}
        error={props.error}
        hint={props.hint ?? t('files.limits', { files: props.limits.files, size: sizeWords(props.limits.sizeBytes) })}
      />
      <ul className="files plain-list" hidden={props.files.length + pending.length === 0}>
        {props.files.map((file) => (
          <FileRow key={file.id} {...file} onRemove={() => (props.onRemove(file), removed(file.name))}>
            {file.refusal ? (
              <Refusal>{file.refusal}</Refusal>
            ) : (
              <Status kind="done">{file.note ?? t('files.uploaded')}</Status>
            )}
          </FileRow>
        ))}
        {pending.map(({ key, file, fraction, failure }) => (
          <FileRow key={key} name={file.name} sizeBytes={file.size} onRemove={() => (drop(key), removed(file.name))}>
            {failure ? <Refusal>{failure}</Refusal> : <Progress name={file.name} fraction={fraction} />}
          </FileRow>
        ))}
      </ul>
      <div className="file-choose">
        <input
          ref={inputRef}
          type="file"
          multiple={props.limits.files > 1}
          accept={props.accept}
          id={wiring.id}
          aria-labelledby={`${wiring.id}-label ${wiring.id}-choose`}
          aria-describedby={wiring['aria-describedby']}
          onChange={(event) => {
            add([...(event.target.files ?? [])])
            // Choosing the same file again, after a failure, is a change too.
            event.target.value = ''
          }}
        />
        <label className="button button-secondary" id={`${wiring.id}-choose`} htmlFor={wiring.id}>
          <Icon name="clip" />
          {count === 0 ? t('files.choose') : t('files.chooseMore')}
        </label>
      </div>
    </div>
  )
}

function FileRow(props: { name: string; sizeBytes: number; onRemove: () => void; children: ReactNode }): ReactNode {
  const t = useTranslations('common.buttons')
  const sizeWords = useFileSize()
  return (
    <li className="file">
      <Icon name="file" />
      <div className="file-words">
        <p>
          <span className="file-name">{props.name}</span>{' '}
          <span className="soft small no-wrap">{sizeWords(props.sizeBytes)}</span>
        </p>
        <div className="small">{props.children}</div>
      </div>
      <Button look="quiet" onClick={props.onRemove} aria-label={t('removeWhat', { what: props.name })}>
        {t('remove')}
      </Button>
    </li>
  )
}

function Refusal({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className="field-error">
      <Icon name="urgent" /> {children}
    </p>
  )
}

function Progress({ name, fraction }: { name: string; fraction: number }): ReactNode {
  const t = useTranslations('common.files')
  const percent = Math.round(fraction * 100)
  return (
    <div className="file-progress">
      <progress max={100} value={percent} aria-label={t('progressOf', { name })} />
      <span>{t('uploading', { percent })}</span>
    </div>
  )
}

/** The files on their way, and those that did not arrive. */
function usePending({ limits, files, upload, onUploaded, explain }: Props): {
  pending: readonly Pending[]
  add: (chosen: readonly File[]) => void
  drop: (key: string) => void
} {
  const t = useTranslations('common.files')
  const sizeWords = useFileSize()
  const prefix = useId()
  const counter = useRef(0)
  const [pending, setPending] = useState<readonly Pending[]>([])

  function change(key: string, change: Partial<Pending>): void {
    setPending((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)))
  }

  function refusalOf(file: File, before: number): string | null {
    if (before >= limits.files) {
      return t('tooMany', { limit: limits.files })
    }
    if (file.size === 0) {
      return t('empty')
    }
    return file.size > limits.sizeBytes ? t('tooLarge', { limit: sizeWords(limits.sizeBytes) }) : null
  }

  function add(chosen: readonly File[]): void {
    let accepted = files.length + pending.filter(({ failure }) => failure === null).length
    for (const file of chosen) {
      counter.current += 1
      const failure = refusalOf(file, accepted)
      const item = { key: `${prefix}${counter.current}`, file, fraction: 0, failure, stop: new AbortController() }
      setPending((all) => [...all, item])
      if (failure === null) {
        accepted += 1
        void send(item)
      } else {
        announce(t('announceFailed', { name: file.name, reason: failure }))
      }
    }
  }

  async function send({ key, file, stop }: Pending): Promise<void> {
    try {
      const uploaded = await upload(file, (fraction) => change(key, { fraction }), stop.signal)
      setPending((all) => all.filter((item) => item.key !== key))
      onUploaded(uploaded)
      announce(t('announceUploaded', { name: file.name }))
    } catch (error) {
      if (!stop.signal.aborted) {
        const reason = explain(error)
        change(key, { failure: reason })
        announce(t('announceFailed', { name: file.name, reason }))
      }
    }
  }

  function drop(key: string): void {
    pending.find((item) => item.key === key)?.stop.abort()
    setPending((all) => all.filter((item) => item.key !== key))
  }

  return { pending, add, drop }
}
