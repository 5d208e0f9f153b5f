import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { headOf } from '../../conversation/merged.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { DialogForm } from '../DialogForm.tsx'
import { useRead } from '../read.ts'
import { useForm } from '../use-form.ts'
import { useActProblemWords } from './act-words.ts'
import { Identity } from './MergeDialog.tsx'
import type { Worked } from './use-conversation.ts'
import { useSplit, useSplitRefusals } from './use-split.ts'

/** Answers some of the patient's messages in a conversation of their own. */
export function SplitAct({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffSplit')
  const common = useTranslations('common.buttons')
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  if (!conversation.can.merge || headOf(conversation)) {
    return null
  }
  const messages = splittable(conversation)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('act')}</Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
        {isOpen &&
          (messages.length < 2 ? (
            <>
              <Notice kind="info">{t('none')}</Notice>
              <Button onClick={close}>{common('close')}</Button>
            </>
          ) : (
            <SplitForm conversation={conversation} messages={messages} onClose={close} />
          ))}
      </Dialog>
    </>
  )
}

/** What the patient wrote in it, as far as it is shown, and is not answered elsewhere. */
function splittable({ allMessages, splits }: Worked): Worked['allMessages'] {
  const gone = new Set(splits.flatMap(({ way, messageIds }) => (way === 'into' ? messageIds : [])))
  return allMessages.filter(({ id, kind, author }) => kind === 'message' && author.kind === 'patient' && !gone.has(id))
}

type Props = { conversation: Worked; messages: Worked['allMessages']; onClose: () => void }

/** Whose it is stands above the choice, as before every change of where a patient's words are answered. */
function SplitForm({ conversation, messages, onClose }: Props): ReactNode {
  const t = useTranslations('staffSplit')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const refusal = useSplitRefusals()
  const actWords = useActProblemWords()
  const split = useSplit(conversation)
  const { data: topics } = useRead('GET /api/as/:membershipId/topics', {})
  // One id for one form: sent twice, it is one split.
  const [id] = useState(newId)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [topicId, setTopicId] = useState(conversation.topicId)
  const [subject, setSubject] = useState('')
  const form = useForm('split', (code) =>
    code === 'missing' ? t('missing') : code === 'nothing-left' ? t('all') : null,
  )

  async function submit(): Promise<void> {
    const wrong =
      chosen.length === 0
        ? [{ path: 'messageIds', code: 'missing' }]
        : chosen.length === messages.length
          ? [{ path: 'messageIds', code: 'nothing-left' }]
          : []
    const name = subject.trim() || (topics?.items.find((topic) => topic.id === topicId)?.name[language] ?? '')
    if (await form.run(wrong, () => split({ id, name, messageIds: chosen, topicId, subject }).then(() => true))) {
      onClose()
    }
  }

  return (
    <DialogForm
      form={form}
      own={(code) => refusal(code) ?? (form.problem ? actWords(form.problem) : null)}
      submit={t('confirm')}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Identity patient={conversation.work.patient} />
      <p>{t('lead')}</p>
      <fieldset className="field">
        <legend className="field-label">{t('messages')}</legend>
        <p className="soft small">
          <output>{t('chosen', { count: chosen.length })}</output>
        </p>
        {messages.map(({ id: messageId, text, sentAt }, index) => (
          <div key={messageId} className="split-choice">
            <Checkbox
              {...(index === 0 && { id: form.id('messageIds'), error: form.error('messageIds') })}
              label={<span dir="auto">{text.slice(0, shownCharacters)}</span>}
              hint={timeWords(sentAt)}
              checked={chosen.includes(messageId)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, messageId] : chosen.filter((one) => one !== messageId))
              }
            />
            {/* From the first on it would be all, and one must stay; from the last on, it is that one. */}
            {index > 0 && index < messages.length - 1 && (
              <Button
                look="quiet"
                aria-label={t('fromHereOf', { text: text.slice(0, shownCharacters) })}
                onClick={() => setChosen(messages.slice(index).map((message) => message.id))}
              >
                {t('fromHere')}
              </Button>
            )}
          </div>
        ))}
      </fieldset>
      <Select
        id={form.id('topicId')}
        label={t('topic')}
        error={form.error('topicId')}
        value={topicId}
        onChange={({ target }) => setTopicId(target.value)}
        options={
          topics?.items.map(({ id: value, name }) => ({ value, label: name[language] })) ?? [
            { value: conversation.topicId, label: conversation.topic[language] },
          ]
        }
      />
      <TextField
        id={form.id('subject')}
        label={t('subject')}
        error={form.error('subject')}
        isOptional
        value={subject}
        onChange={({ target }) => setSubject(target.value)}
      />
    </DialogForm>
  )
}

/** Enough of a message to know it by. */
const shownCharacters = 160
