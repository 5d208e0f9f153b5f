import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem, localProblem } from '../api/problem.ts'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import type { Answer } from './read.ts'

/** What was read, in all its states: on its way, not to be had, there, and there but perhaps out of date. */
export function Answered<T>(props: { answer: Answer<T>; lines?: number; children: (data: T) => ReactNode }): ReactNode {
  const t = useTranslations('staff.states')
  const { problemWords } = useProblemWords()
  const { data, error, refetch } = props.answer
  const problem = error && (error instanceof ApiProblem ? error : localProblem('unexpected'))
  if (data === undefined) {
    return problem ? (
      <FailedRead problem={problem} onRetry={() => void refetch()} />
    ) : (
      <Loading lines={props.lines ?? 4} />
    )
  }
  return (
    <>
      {problem && (
        <Notice kind={problem.status === 0 ? 'offline' : 'urgent'} isNew heading={t('outOfDate')}>
          {problemWords(problem)}
        </Notice>
      )}
      {props.children(data)}
    </>
  )
}
