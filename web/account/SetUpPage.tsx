import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { regions } from '../../shared/regions/index.ts'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { forgetReads, useRead } from '../api/use-read.ts'
import { FailedRead } from '../components/Failure.tsx'
import { Link } from '../components/Link.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { addresses } from './addresses.ts'
import { useGo } from './go.ts'
import { destinationOf, type SignInStep } from './session.ts'
import { SetUpCode } from './SetUpCode.tsx'
import { SetUpPerson } from './SetUpPerson.tsx'
import { SetUpPractice } from './SetUpPractice.tsx'
import { SignInFlow } from './SignInFlow.tsx'

/** What the first start asks for, question page by question page; kept while going back and forth. */
export type SetUpAnswers = {
  code: string
  practiceName: string
  practiceAddress: string
  practicePhone: string
  timeZone: string
  name: string
  email: string
  password: string
}
export type SetUpProps = {
  answers: SetUpAnswers
  onChange: (change: Partial<SetUpAnswers>) => void
  onBack?: () => void
}
type Question = 'code' | 'practice' | 'person'

/** The first start of a server: its code, the first practice, its administrator. */
export function SetUpPage(): ReactNode {
  const t = useTranslations('account.setUp')
  const { data, problem, reload } = useRead('GET /api/setup', {})
  if (!data) {
    return problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />
  }
  if (!data.needed) {
    return (
      <Page title={t('doneTitle')} lead={t('doneLead')}>
        <p>
          <Link to={addresses.signIn} look="primary">
            {t('toSignIn')}
          </Link>
        </p>
      </Page>
    )
  }
  return <Questions />
}

function Questions(): ReactNode {
  const { language } = useLanguage()
  const go = useGo()
  const [question, setQuestion] = useState<Question>('code')
  const [answers, setAnswers] = useState(blank)
  const [refusal, setRefusal] = useState<ApiProblem>()
  const [step, setStep] = useState<SignInStep>()
  const shared = { answers, onChange: (change: Partial<SetUpAnswers>) => setAnswers({ ...answers, ...change }) }

  /** A refusal is shown on the page of the question it is about. */
  async function send(): Promise<void> {
    try {
      setRefusal(undefined)
      setStep(await call('POST /api/setup', { ...answers, language }))
    } catch (error) {
      const owner = error instanceof ApiProblem ? questionOf(error) : 'person'
      if (!(error instanceof ApiProblem) || owner === 'person') {
        throw error
      }
      setRefusal(error)
      setQuestion(owner)
    }
  }

  async function finish(): Promise<void> {
    forgetReads()
    go(destinationOf(await call('GET /api/session', {}), null), 'replace')
  }

  if (step) {
    return <SignInFlow start={step} onDone={() => void finish()} />
  }
  switch (question) {
    case 'code':
      return <SetUpCode {...shared} refusal={refusal} onNext={() => setQuestion('practice')} />
    case 'practice':
      return (
        <SetUpPractice
          {...shared}
          refusal={refusal}
          onBack={() => setQuestion('code')}
          onNext={() => setQuestion('person')}
        />
      )
    case 'person':
      return <SetUpPerson {...shared} onBack={() => setQuestion('practice')} onSend={send} />
    default:
      return question satisfies never
  }
}

/** The question page that holds what was refused. */
function questionOf(problem: ApiProblem): Question {
  if (problem.code === 'set-up-code-refused' || problem.fieldCode('code')) {
    return 'code'
  }
  return problem.fields.some(({ path }) => path.startsWith('practice') || path === 'timeZone') ? 'practice' : 'person'
}

const blank: SetUpAnswers = {
  code: '',
  practiceName: '',
  practiceAddress: '',
  practicePhone: '',
  timeZone: regions['ca-on'].timeZone,
  name: '',
  email: '',
  password: '',
}
