import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { Fact } from '../desk/PatientCard.tsx'

type Props = {
  problem: ApiProblem | null
  /** What stands now, by the name that the refusal gives. */
  facts: Readonly<Record<string, { name: string; value: ReactNode }>>
}

/** Somebody else saved this form first: what they wrote, beside what was typed here. */
export function SavedNow({ problem, facts }: Props): ReactNode {
  const t = useTranslations('staffCapacity')
  const fields = problem?.code === 'changed-meanwhile' ? problem.facts['fields'] : null
  const shown = Array.isArray(fields) ? fields.flatMap((field) => facts[String(field)] ?? []) : []
  return (
    shown.length > 0 && (
      <section className="sheet" aria-labelledby="saved-now">
        <h2 id="saved-now">{t('savedNow')}</h2>
        <dl className="card-facts">
          {shown.map(({ name, value }) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      </section>
    )
  )
}
