import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { todayIn } from '../day-end.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { Archive } from './Archive.tsx'
import { Meanwhile } from './Meanwhile.tsx'
import { answersOf, idsOf, nameOf, wrongIn, type Answers, type Documents } from './template-answers.ts'
import { TemplateFacts } from './TemplateRead.tsx'
import { templateRoute, templatesRoute, type TemplateWithVersions } from './templates.ts'
import { TemplateDocuments } from './TemplateDocuments.tsx'
import { TemplateWords } from './TemplateWords.tsx'
import { useTemplateWrong } from './use-template-wrong.ts'
import { Versions } from './Versions.tsx'
import { Whose } from './Whose.tsx'
import '../settings/settings.css'

/** Whose it is, name and text in both languages side by side, and when to read it again. */
export function TemplateForm({ template }: { template: TemplateWithVersions | null }): ReactNode {
  const t = useTranslations('staffTemplates')
  const save = useTranslations('staffPractice')
  const { language } = useLanguage()
  const { practice } = useMembership()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('template', useTemplateWrong())
  const templateId = useRef(template?.id ?? newId())
  const [answers, setAnswers] = useState(() => answersOf(template))
  // What the writer began from: the page may read a newer version meanwhile, which is theirs to take or to replace.
  const [version, setVersion] = useState(template?.version ?? 0)
  const [isTouched, setIsTouched] = useState(false)
  const [onWay, setOnWay] = useState({ en: 0, fr: 0 })
  const newer = template && template.version > version ? template : null
  if (newer && !isTouched) {
    startFrom(newer)
  }

  function startFrom(read: TemplateWithVersions): void {
    setVersion(read.version)
    setAnswers(answersOf(read))
    setIsTouched(false)
  }

  function change(part: Partial<Answers>): void {
    setAnswers((now) => ({ ...now, ...part }))
    setIsTouched(true)
  }

  /** While a document is on its way other answers change: what is there now is what it is added to. */
  function changeDocuments(how: (documents: Documents) => Documents, isTyped = true): void {
    setAnswers((now) => ({ ...now, documents: how(now.documents) }))
    if (isTyped) {
      setIsTouched(true)
    } else if (template) {
      // It was looked at: the versions below can be opened now.
      void readAgain([templateRoute])
    }
  }

  async function submit(): Promise<void> {
    const saved = await form.run(wrongIn(answers, onWay, todayIn(practice.timeZone, new Date())), () =>
      memberCall('PUT /api/as/:membershipId/templates/:templateId', {
        templateId: templateId.current,
        scope: answers.scope,
        careTeamId: answers.scope === 'team' ? answers.careTeamId : null,
        name: answers.name,
        text: answers.text,
        documents: idsOf(answers.documents),
        reviewOn: answers.reviewOn === '' ? null : answers.reviewOn,
        version,
      }),
    )
    if (saved) {
      setVersion(saved.version)
      tell({ words: t('form.saved', { name: nameOf(saved, language) }) })
      navigate(addresses.templates)
    }
    await readAgain([templatesRoute, templateRoute])
  }

  return (
    <>
      {template && <TemplateFacts template={template} />}
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <ErrorSummary errors={form.errors} />
        {newer ? (
          <Meanwhile newer={newer} onMine={() => setVersion(newer.version)} onTheirs={() => startFrom(newer)} />
        ) : (
          <NotSaved form={form} own={(code) => (code === 'limit-reached' ? t('wrong.limit-reached') : null)} />
        )}
        {template === null && <Whose form={form} answers={answers} change={change} />}
        <TemplateWords form={form} answers={answers} change={change}>
          {(one) => (
            <TemplateDocuments
              language={one}
              form={form}
              templateId={templateId.current}
              documents={answers.documents[one]}
              change={(how, isTyped) => changeDocuments((all) => ({ ...all, [one]: how(all[one]) }), isTyped)}
              onWay={(more) => setOnWay((now) => ({ ...now, [one]: now[one] + more }))}
            />
          )}
        </TemplateWords>
        <TextField
          id={form.id('reviewOn')}
          type="date"
          width="short"
          label={t('form.reviewOn')}
          hint={t('form.reviewHint')}
          isOptional
          error={form.error('reviewOn')}
          value={answers.reviewOn}
          onChange={(event) => change({ reviewOn: event.target.value })}
        />
        <p>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            {save('save')}
          </Button>
        </p>
      </form>
      {template && (
        <>
          <Versions
            templateId={template.id}
            versions={template.versions}
            onTake={({ name, text, documents, version: taken }) => {
              change({ name, text, documents })
              announce(t('versions.taken', { version: taken }))
              document.getElementById(form.id('text.en'))?.focus()
            }}
          />
          <Archive template={template} />
        </>
      )}
    </>
  )
}
