import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Icon } from '../../components/Icon.tsx'
import type { Form } from '../use-form.ts'
import { blocksOn, nextBlock, weekdays, type Block, type Weekday } from './hours.ts'

/** A block while it is edited; `key` is only this page's. */
export type BlockRow = Block & { key: string }

type Props = { blocks: readonly BlockRow[]; onChange: (blocks: readonly BlockRow[]) => void; form: Form }

/** Monday to Sunday, each with as many stretches as it takes. */
export function DayRows(props: Props): ReactNode {
  return (
    <div className="sheet">
      {weekdays.map((weekday) => (
        <Day key={weekday} weekday={weekday} {...props} />
      ))}
    </div>
  )
}

function Day({ weekday, blocks, onChange, form }: Props & { weekday: Weekday }): ReactNode {
  const t = useTranslations('staffPractice.hours')
  const day = t(`weekday.d${weekday}`)
  const own = blocksOn(blocks, weekday)
  const change = (key: string, part: Partial<Block>) =>
    onChange(blocks.map((block) => (block.key === key ? { ...block, ...part } : block)))
  return (
    <fieldset className="day" aria-label={day}>
      <p>
        <strong>{day}</strong>
      </p>
      <div>
        {own.length === 0 && <p className="soft">{t('closedDay')}</p>}
        {own.map((block) => {
          // The server names a block by its place in what was sent.
          const path = `hours.${blocks.indexOf(block)}`
          return (
            <div className="day-block" key={block.key}>
              <TextField
                id={form.id(path)}
                type="time"
                label={t('opens')}
                error={form.error(path)}
                value={block.opens}
                onChange={(event) => change(block.key, { opens: event.target.value })}
              />
              <TextField
                type="time"
                label={t('closes')}
                value={block.closes}
                onChange={(event) => change(block.key, { closes: event.target.value })}
              />
              <Button
                look="quiet"
                aria-label={t('removeBlock', { opens: block.opens, closes: block.closes, day })}
                onClick={() => onChange(blocks.filter(({ key }) => key !== block.key))}
              >
                <Icon name="close" />
              </Button>
            </div>
          )
        })}
        {blocks.length < limits.openingBlocks && (
          <Button look="quiet" onClick={() => onChange([...blocks, { ...nextBlock(blocks, weekday), key: newId() }])}>
            <Icon name="plus" /> {t('addBlock', { day })}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
