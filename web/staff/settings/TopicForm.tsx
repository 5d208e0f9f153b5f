import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { TextArea } from '../../components/TextArea.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm, type Form } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { practiceRoute } from './practice.ts'
import { BothLanguages, NotSaved, useEmptyWords } from './Sheet.tsx'
import { topicLabels, TopicSavedNow } from './TopicSavedNow.tsx'
import { answersOf, fieldsOf, numberNames, wrongIn, type NumberName, type TopicAnswers } from './topic-answers.ts'
import type { Topic } from './TopicsPage.tsx'
import './settings.css'

type Inbox = OutputOf<'GET /api/as/:membershipId/care-teams'>['items'][number]

/** Words in both languages side by side, where messages go, and the limits. */
export function TopicForm({ topic, inboxes }: { topic: Topic | null; inboxes: readonly Inbox[] }): ReactNode {
  const t = useTranslations('staffPractice')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('topic', useTopicWrong())
  const onVersion = useVersion(topic?.version ?? 0)
  const topicId = useRef(topic?.id ?? newId())
  const [answers, setAnswers] = useState(() => answersOf(topic))
  const change = (part: Partial<TopicAnswers>) => setAnswers({ ...answers, ...part })

  async function save(): Promise<void> {
    const saved = await form.run(wrongIn(answers), () =>
      onVersion((version) =>
        memberCall('PUT /api/as/:membershipId/topics/:topicId', {
          ...fieldsOf(answers),
          topicId: topicId.current,
          version,
        }),
      ),
    )
    await readAgain(['GET /api/as/:membershipId/topics', practiceRoute])
    if (saved) {
      tell({ words: t('topics.savedAs', { name: saved.name[language] }) })
      navigate(addresses.topics)
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} own={(code) => (code === 'limit-reached' ? t('topics.wrong.limit-reached') : null)} />
      {topic && <TopicSavedNow form={form} topic={topic} />}
      <Words form={form} answers={answers} change={change} />
      <div className="fields">
        <Select
          id={form.id('careTeamId')}
          label={t('topics.inbox')}
          error={form.error('careTeamId')}
          value={answers.careTeamId}
          onChange={(event) => change({ careTeamId: event.target.value })}
          options={[
            { value: '', label: t('inboxes.choose') },
            ...inboxes.map(({ id, name }) => ({ value: id, label: name[language] })),
          ]}
        />
        <TextField
          id={form.id('keyword')}
          label={t('topics.keyword')}
          hint={t('topics.keywordHint')}
          error={form.error('keyword')}
          value={answers.keyword}
          onChange={(event) => change({ keyword: event.target.value })}
        />
        <Numbers form={form} answers={answers} change={change} />
      </div>
      <Checkbox
        label={t('topics.isOpen')}
        checked={answers.isOpen}
        onChange={(event) => change({ isOpen: event.target.checked })}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </p>
    </form>
  )
}

type PartProps = { form: Form; answers: TopicAnswers; change: (part: Partial<TopicAnswers>) => void }

function Words({ form, answers, change }: PartProps): ReactNode {
  const t = useTranslations('staffPractice.topics')
  return (
    <BothLanguages>
      {(one) => (
        <>
          <TextField
            id={form.id(`name.${one}`)}
            lang={languageTag(one)}
            label={t('name')}
            error={form.error(`name.${one}`)}
            value={answers.name[one]}
            onChange={(event) => change({ name: { ...answers.name, [one]: event.target.value } })}
          />
          {(['help', 'urgentHelp'] as const).map((name) => (
            <TextArea
              key={name}
              id={form.id(`${name}.${one}`)}
              lang={languageTag(one)}
              label={t(name)}
              error={form.error(`${name}.${one}`)}
              rows={3}
              value={answers[name][one]}
              limits={{ characters: limits.helpCharacters }}
              onChange={(text) => change({ [name]: { ...answers[name], [one]: text } })}
            />
          ))}
        </>
      )}
    </BothLanguages>
  )
}

const hints = {
  words: 'wordsHint',
  remindAgainAfterHours: 'remindAgainHint',
  importantAfterHours: 'importantHint',
} as const satisfies Partial<Record<NumberName, string>>

function Numbers({ form, answers, change }: PartProps): ReactNode {
  const t = useTranslations('staffPractice.topics')
  return numberNames.map((name) => {
    const hint = (hints as Partial<Record<NumberName, (typeof hints)[keyof typeof hints]>>)[name]
    return (
      <TextField
        key={name}
        id={form.id(name)}
        label={t(topicLabels[name])}
        hint={hint && t(hint)}
        error={form.error(name)}
        inputMode="decimal"
        width="code"
        value={answers.numbers[name]}
        onChange={(event) => change({ numbers: { ...answers.numbers, [name]: event.target.value } })}
      />
    )
  })
}

function useTopicWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffPractice.topics.wrong')
  const known = ['already-used', 'not-found', 'number', 'keyword'] as const
  const emptyWords = useEmptyWords()
  return (code, path) => {
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : emptyWords(code, path)
  }
}
