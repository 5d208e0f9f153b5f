import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { weekdays } from '../settings/hours.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm, type Form } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { type Plan, planRoute } from './Forecast.tsx'
import { PlanSavedNow } from './PlanSavedNow.tsx'

type Row = Plan['blocks'][number] & { key: string }

/** A day, a beginning and an end, as often as it takes; saved together. */
export function PlanForm({ plan }: { plan: Plan }): ReactNode {
  const t = useTranslations('staffFocus.plan')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const form = useForm('plan', usePlanWrong())
  const onVersion = useVersion(plan.version)
  const [rows, setRows] = useState(() => rowsOf(plan))
  const [gathersNotices, setGathersNotices] = useState(plan.gathersNotices)

  async function save(): Promise<void> {
    const blocks = rows.map(({ weekday, from, until }) => ({ weekday, from, until }))
    const saved = await form.run(untimed(rows), () =>
      onVersion((version) => memberCall('PUT /api/as/:membershipId/message-plan', { blocks, gathersNotices, version })),
    )
    if (saved) {
      setRows(rowsOf(saved))
      tell({ words: t('saved') })
    }
    await readAgain([planRoute])
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
      <PlanSavedNow form={form} plan={plan} />
      {rows.length === 0 && <p>{t('none')}</p>}
      {rows.map((row, index) => (
        <BlockRow
          key={row.key}
          row={row}
          index={index}
          form={form}
          onChange={(part) => setRows(rows.map((one) => (one.key === row.key ? { ...one, ...part } : one)))}
          onRemove={() => setRows(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      <Checkbox
        label={t('gather')}
        hint={t('gatherHint')}
        checked={gathersNotices}
        onChange={(event) => setGathersNotices(event.target.checked)}
      />
      {plan.hasNoticeProblem && <Notice kind="info">{t('gatherProblem')}</Notice>}
      <div className="row">
        {rows.length < limits.messageBlocks && (
          <Button onClick={() => setRows([...rows, { weekday: 1, from: '12:00', until: '12:30', key: newId() }])}>
            <Icon name="plus" /> {t('add')}
          </Button>
        )}
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function rowsOf({ blocks }: Plan): readonly Row[] {
  return blocks.map((block) => ({ ...block, key: newId() }))
}

type RowProps = { row: Row; index: number; form: Form; onChange: (part: Partial<Row>) => void; onRemove: () => void }

function BlockRow({ row, index, form, onChange, onRemove }: RowProps): ReactNode {
  const t = useTranslations('staffFocus.plan')
  // The server names a block by its place in what was sent.
  const path = `blocks.${index}`
  return (
    <fieldset className="sheet row" aria-label={t('one', { number: String(index + 1) })}>
      <Select
        label={t('weekday')}
        value={String(row.weekday)}
        onChange={(event) => onChange({ weekday: Number(event.target.value) })}
        options={weekdays.map((day) => ({ value: String(day), label: t(`days.d${day}`) }))}
      />
      <TextField
        id={form.id(path)}
        type="time"
        width="code"
        label={t('from')}
        error={form.error(path)}
        value={row.from}
        onChange={(event) => onChange({ from: event.target.value })}
      />
      <TextField
        type="time"
        width="code"
        label={t('until')}
        value={row.until}
        onChange={(event) => onChange({ until: event.target.value })}
      />
      <Button look="quiet" aria-label={t('remove', { number: String(index + 1) })} onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </fieldset>
  )
}

function untimed(rows: readonly Row[]): FieldProblem[] {
  return rows.flatMap(({ from, until }, index) =>
    from === '' || until === '' ? [{ path: `blocks.${index}`, code: 'time' }] : [],
  )
}

function usePlanWrong(): (code: string) => string | null {
  const t = useTranslations('staffFocus.plan.wrong')
  const known = ['time', 'inverted', 'overlapping'] as const
  return (code) => {
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : null
  }
}
