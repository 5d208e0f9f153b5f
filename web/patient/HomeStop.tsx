import type { ReactNode } from 'react'
import { StoppedTopics } from './write/StoppedTopics.tsx'
import { useWritingFacts } from './write/use-writing-facts.ts'
import { WhenToWrite } from './write/WhenToWrite.tsx'

/** On the patient's home, while they cannot write or not about everything: told before they begin. */
export function HomeStop({ membershipId }: { membershipId: string }): ReactNode {
  const { facts } = useWritingFacts(membershipId)
  return (
    facts?.writing && (
      <>
        <StoppedTopics topics={facts.topics} writing={facts.writing} />
        {facts.writing.start && <WhenToWrite practice={facts.practice} />}
      </>
    )
  )
}
