import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { ClosureRows, type ClosureRow } from './ClosureRows.tsx'
import { DayRows, type BlockRow } from './DayRows.tsx'
import { ClosuresList, HoursList } from './HoursList.tsx'
import { practiceRoute, type Practice } from './practice.ts'
import { SavedMeanwhile } from './SavedMeanwhile.tsx'
import { NotSaved, useEmptyWords } from './Sheet.tsx'

/** Several stretches a day, and days on which the clinic is closed; saved together. */
export function HoursForm({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('hours', useHoursWrong())
  const onVersion = useVersion(practice.version)
  const [blocks, setBlocks] = useState<readonly BlockRow[]>(() =>
    practice.hours.map((block) => ({ ...block, key: newId() })),
  )
  const [closures, setClosures] = useState<readonly ClosureRow[]>(() =>
    practice.closures.map((closure) => ({ ...closure, key: newId() })),
  )

  async function save(): Promise<void> {
    const saved = await form.run(wrongIn(blocks, closures), async () => {
      try {
        return await onVersion((version) =>
          memberCall('PATCH /api/as/:membershipId/practice', {
            hours: blocks.map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
            closures: closures.map(({ date, name }) => ({ date, name })),
            version,
          }),
        )
      } finally {
        await readAgain([practiceRoute])
      }
    })
    if (saved) {
      tell({ words: t('saved') })
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
      <NotSaved form={form} />
      <SavedMeanwhile form={form}>
        <HoursList hours={practice.hours} />
        <ClosuresList closures={practice.closures} />
      </SavedMeanwhile>
      <DayRows blocks={blocks} onChange={setBlocks} form={form} />
      <ClosureRows closures={closures} onChange={setClosures} form={form} />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </p>
    </form>
  )
}

/** The same codes and places as the server's; what the server alone knows, it says. */
function wrongIn(blocks: readonly BlockRow[], closures: readonly ClosureRow[]): readonly FieldProblem[] {
  const inBlocks = blocks.flatMap(({ opens, closes }, index) => {
    const path = `hours.${index}`
    if (opens === '' || closes === '') {
      return [{ path, code: 'hours-time' }]
    }
    return opens >= closes ? [{ path, code: 'hours-inverted' }] : []
  })
  const inClosures = closures.flatMap(({ date, name }, index) => [
    ...(date === '' ? [{ path: `closures.${index}.date`, code: 'date' }] : []),
    ...(['en', 'fr'] as const)
      .filter((language) => name[language].trim() === '')
      .map((language) => ({ path: `closures.${index}.name.${language}`, code: 'empty' })),
  ])
  return [...inBlocks, ...inClosures]
}

function useHoursWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffPractice.hours.wrong')
  const known = ['hours-weekday', 'hours-time', 'hours-inverted', 'hours-overlapping', 'duplicate', 'date'] as const
  const emptyWords = useEmptyWords()
  return (code, path) => {
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : emptyWords(code, path)
  }
}
