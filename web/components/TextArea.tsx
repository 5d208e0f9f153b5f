import { useEffect, useState, type ComponentProps, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { countCharacters, countWords } from '../../shared/text.ts'
import { announce } from './Announcer.tsx'
import { Field, type FieldProps } from './Field.tsx'
import './TextArea.css'

type TextLimits = { characters: number; words?: number | null }
type Props = FieldProps &
  Omit<ComponentProps<'textarea'>, 'className' | 'id' | 'value' | 'onChange' | 'maxLength'> & {
    value: string
    onChange: (text: string) => void
    limits: TextLimits
  }

/**
 * A long text with a counter beside it. Nothing is cut off: too much can be pasted, seen and shortened. The counter is
 * spoken when the text passes 80 % and 100 % of a limit, and not at every letter.
 */
export function TextArea({ label, hint, error, id, isOptional, value, onChange, limits, ...rest }: Props): ReactNode {
  const counter = useCounter(value, limits)
  return (
    <div className="text-area">
      <Field {...{ label, hint, error, id }} isOptional={isOptional ?? false}>
        {(wiring) => (
          <textarea
            rows={6}
            {...rest}
            {...wiring}
            aria-describedby={[wiring['aria-describedby'], `${wiring.id}-counter`].filter(Boolean).join(' ')}
            className="control"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <p className="text-area-counter" id={id && `${id}-counter`} data-stage={counter.stage}>
        {counter.words}
      </p>
    </div>
  )
}

export type Stage = 'low' | 'near' | 'full' | 'over'

/** How near a text is to its limits, from the limit it is nearest to: what is left of it, or too much. */
export function measure(
  text: string,
  limits: TextLimits,
): { stage: Stage; unit: 'characters' | 'words'; left: number } {
  const characters = { unit: 'characters' as const, used: countCharacters(text), limit: limits.characters }
  const words = limits.words ? { unit: 'words' as const, used: countWords(text), limit: limits.words } : null
  const nearest = words && words.used / words.limit > characters.used / characters.limit ? words : characters
  return { stage: stageOf(nearest.used / nearest.limit), unit: nearest.unit, left: nearest.limit - nearest.used }
}

function stageOf(part: number): Stage {
  if (part > 1) {
    return 'over'
  }
  if (part === 1) {
    return 'full'
  }
  return part >= 0.8 ? 'near' : 'low'
}

function useCounter(text: string, limits: TextLimits): { stage: Stage; words: string } {
  const t = useTranslations('common.counter')
  const { stage, unit, left } = measure(text, limits)
  const words = wordsFor()
  const [spoken, setSpoken] = useState<Stage>(stage)

  useEffect(() => {
    if (stage === spoken) {
      return
    }
    setSpoken(stage)
    if (stage !== 'low') {
      announce(words)
    }
  }, [stage, spoken, words])

  return { stage, words }

  function wordsFor(): string {
    if (left < 0) {
      return unit === 'words' ? t('wordsOver', { count: -left }) : t('charactersOver', { count: -left })
    }
    if (left === 0) {
      return t('full')
    }
    return unit === 'words' ? t('wordsLeft', { count: left }) : t('charactersLeft', { count: left })
  }
}
