import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { Checkbox, Choices, Select, TextField } from '../components/controls.tsx'
import { DateField } from '../components/DateField.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { ErrorSummary, type FieldError } from '../components/ErrorSummary.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { FileInput, type UploadedFile } from '../components/FileInput.tsx'
import { Frame } from '../components/Frame.tsx'
import { LanguageSwitch } from '../components/LanguageSwitch.tsx'
import { Link } from '../components/Link.tsx'
import { List, ListLink } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { Page } from '../components/Page.tsx'
import { Status } from '../components/Status.tsx'
import { SummaryList, SummaryRow } from '../components/SummaryList.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { ThemeSwitch } from '../components/ThemeSwitch.tsx'
import { DateOn, Time } from '../components/Time.tsx'
import { UrgentLine } from '../components/UrgentLine.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { specimens } from './specimen.ts'

/** Every component, in the order in which a patient would meet them. */
export function Gallery(): ReactNode {
  const words = useSpecimen()
  const contacts = [
    { name: words.emergency, phone: '911' },
    { name: words.clinic, phone: '416-555-0123' },
    { name: words.health, phone: '811' },
    { name: words.crisis, phone: '988' },
  ]
  return (
    <Frame name={<Link to="/gallery">{words.clinic}</Link>} tools={<LanguageSwitch />} footer={<ThemeSwitch />}>
      <Page title={words.home} lead={words.lead} back={{ to: '/gallery' }}>
        <UrgentLine contacts={contacts} />
        <p className="row">
          <Link to="/gallery" look="primary">
            {words.write}
          </Link>
          <Link to="/gallery" look="secondary">
            {words.drafts}
          </Link>
        </p>
        <Conversations />
        <Notices />
        <Form />
        <Checking />
        <States />
      </Page>
    </Frame>
  )
}

function useSpecimen(): (typeof specimens)['en'] {
  return specimens[useLanguage().language]
}

function Conversations(): ReactNode {
  const words = useSpecimen()
  return (
    <section className="stack">
      <h2>{words.conversations}</h2>
      <List label={words.conversations}>
        <ListLink
          to="/gallery"
          title={words.renewal}
          isUnread
          before={
            <>
              <Status kind="new" isStrong>
                {words.isNew}
              </Status>
              <span>{words.nurses}</span>
            </>
          }
        >
          <p>{words.renewalLine}</p>
          <Status kind="done">{words.answered}</Status>
          <Time at="2026-11-23T20:04:00Z" isRelative />
        </ListLink>
        <ListLink to="/gallery" title={words.rash} before={words.doctor}>
          <p>{words.rashLine}</p>
          <Status kind="active">{words.withNurse}</Status>
          <span>{words.hasAttachment}</span>
          <span>
            {words.expect} <Time at="2026-11-25T22:00:00Z" />
          </span>
        </ListLink>
        <ListLink to="/gallery" title={words.results} before={words.doctor}>
          <p>{words.resultsLine}</p>
          <Status kind="closed">{words.closed}</Status>
        </ListLink>
      </List>
      <p className="row">
        <Status kind="waiting">{words.received}</Status>
        <Status kind="draft">{words.draft}</Status>
        <Status kind="urgent" isStrong>
          {words.urgent}
        </Status>
        <Status kind="late" isStrong>
          {words.late}
        </Status>
        <Status kind="note" isStrong>
          {words.note}
        </Status>
      </p>
    </section>
  )
}

function Notices(): ReactNode {
  const t = useTranslations('common.states')
  const words = useSpecimen()
  return (
    <section className="stack">
      <Notice kind="success" heading={words.sent}>
        {words.expect} <Time at="2026-11-25T22:00:00Z" />
      </Notice>
      <Notice kind="info">{words.closure}</Notice>
      <Notice kind="urgent">{words.closure}</Notice>
      <Notice kind="offline">{t('offline')}</Notice>
      <details>
        <summary>{words.more}</summary>
        <p>{words.moreBody}</p>
      </details>
    </section>
  )
}

function Form(): ReactNode {
  const t = useTranslations('common.buttons')
  const words = useSpecimen()
  const [text, setText] = useState<string>(words.messageText)
  const [topic, setTopic] = useState<'renewal' | 'question' | 'form' | null>('renewal')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const has = (id: string) => errors.find((error) => error.id === id)?.text
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setErrors([
          { id: 'subject', text: words.subjectError },
          { id: 'birth', text: words.birthError },
        ])
      }}
    >
      <h2>{words.write}</h2>
      <ErrorSummary errors={errors} />
      <Choices
        name="topic"
        label={words.topic}
        value={topic}
        onChange={setTopic}
        options={[
          { value: 'renewal', label: words.topicRenewal, hint: words.topicRenewalHint },
          { value: 'question', label: words.topicQuestion, hint: words.topicQuestionHint },
          { value: 'form', label: words.topicForm },
        ]}
      />
      <TextField id="subject" label={words.subject} hint={words.subjectHint} error={has('subject')} />
      <TextArea
        id="message"
        label={words.message}
        hint={words.messageHint}
        value={text}
        onChange={setText}
        limits={{ characters: 100, words: 40 }}
      />
      <Files />
      <TextField label={words.code} width="code" isOptional autoComplete="one-time-code" />
      <DateField id="birth" label={words.birth} error={has('birth')} onChange={() => {}} />
      <Select
        label={words.language}
        options={[
          { value: 'en', label: 'English' },
          { value: 'fr', label: 'Français' },
        ]}
      />
      <Checkbox label={words.agree} hint={words.moreBody} />
      <p className="row">
        <Button type="submit" look="primary">
          {t('continue')}
        </Button>
        <Button>{t('cancel')}</Button>
        <Button look="quiet">{t('undo')}</Button>
        <Button look="primary" isBusy />
      </p>
      <Discard />
    </form>
  )
}

function Files(): ReactNode {
  const words = useSpecimen()
  const [files, setFiles] = useState<readonly UploadedFile[]>([
    { id: '1', name: 'IMG_2041.heic', sizeBytes: 2_411_724 },
    { id: '2', name: 'letter-from-the-specialist-november-2026.pdf', sizeBytes: 180_224, note: words.checking },
    { id: '3', name: 'scan.tiff', sizeBytes: 912, refusal: words.refused },
  ])
  return (
    <FileInput
      id="files"
      label={words.files}
      limits={{ files: 5, sizeBytes: 25 * 1024 * 1024 }}
      files={files}
      upload={(file, onProgress, signal) => slowly(file, onProgress, signal)}
      onUploaded={(file) => setFiles((all) => [...all, file])}
      onRemove={(file) => setFiles((all) => all.filter(({ id }) => id !== file.id))}
      explain={() => words.refused}
    />
  )
}

/** Stands in for the network: a third at once, the rest after a while. */
function slowly(file: File, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<UploadedFile> {
  onProgress(0.35)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ id: file.name, name: file.name, sizeBytes: file.size }), 1_500)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('stopped'))
    })
  })
}

function Discard(): ReactNode {
  const t = useTranslations('common.buttons')
  const words = useSpecimen()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <p>
        <Button look="danger" onClick={() => setIsOpen(true)}>
          {words.remove}
        </Button>
      </p>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={words.removeTitle}
        actions={
          <>
            <Button look="danger" onClick={() => setIsOpen(false)}>
              {t('delete')}
            </Button>
            <Button onClick={() => setIsOpen(false)}>{words.keep}</Button>
          </>
        }
      >
        <p>{words.removeBody}</p>
      </Dialog>
    </>
  )
}

function Checking(): ReactNode {
  const words = useSpecimen()
  return (
    <section className="stack">
      <h2>{words.check}</h2>
      <SummaryList>
        <SummaryRow name={words.to}>{words.nurses}</SummaryRow>
        <SummaryRow name={words.about} changeAt="/gallery">
          {words.renewal}
        </SummaryRow>
        <SummaryRow name={words.message} changeAt="/gallery">
          <span className="typed">{words.messageText}</span>
        </SummaryRow>
        <SummaryRow name={words.birth}>
          <DateOn on="1984-03-27" />
        </SummaryRow>
      </SummaryList>
    </section>
  )
}

function States(): ReactNode {
  const words = useSpecimen()
  return (
    <section className="stack">
      <EmptyState
        heading={words.noDrafts}
        action={
          <Link to="/gallery" look="secondary">
            {words.write}
          </Link>
        }
      >
        {words.noDraftsBody}
      </EmptyState>
      <FailedRead problem={{ status: 503, code: 'busy' }} onRetry={() => {}} />
      <Loading />
    </section>
  )
}
