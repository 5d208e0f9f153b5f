import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Rule, RuleWarning } from '../../../shared/rules.ts'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Status } from '../../components/Status.tsx'
import type { AllNamed } from './named.ts'
import { useRuleWords } from './rule-words.ts'

type Props = {
  rule: Rule
  number: number
  count: number
  warnings: readonly RuleWarning[]
  named: AllNamed
  onMove: (by: -1 | 1) => void
  onChange: () => void
  onTurn: () => void
  onRemove: () => void
}

export const ruleAnchor = (id: string) => `rule-${id}`
export const moveAnchor = (id: string, by: -1 | 1) => `rule-${id}-${by === -1 ? 'up' : 'down'}`

/** What one rule does, in words, and what can be done with it. */
export function RuleItem(props: Props): ReactNode {
  const { rule, number, warnings, named } = props
  const t = useTranslations('staffRules')
  const { conditions, acts } = useRuleWords(named)(rule)
  return (
    <li className="sheet rule" id={ruleAnchor(rule.id)} tabIndex={-1} data-off={!rule.isOn || undefined}>
      <h2 className="row">
        <span>
          {number}. {rule.name}
        </span>
        {!rule.isOn && <Status kind="closed">{t('state.off')}</Status>}
      </h2>
      <div className="rule-words">
        <Sentences title={t('when')} sentences={conditions} />
        <Sentences title={t('does')} sentences={acts} />
      </div>
      {warnings.map((warning) => (
        <p key={warning} className="rule-warning">
          <Icon name="urgent" /> {t(`warnings.${warning}`)}
        </p>
      ))}
      <Acts {...props} />
    </li>
  )
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }): ReactNode {
  return (
    <div>
      <p className="soft small">{title}</p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

function Acts({ rule, number, count, onMove, onChange, onTurn, onRemove }: Props): ReactNode {
  const t = useTranslations('staffRules')
  const { id, name, isOn } = rule
  return (
    <div className="row">
      {/* Always there, so that the keyboard's place is kept at the first and the last. */}
      <Button id={moveAnchor(id, -1)} aria-label={t('move.upName', { name })} onClick={() => number > 1 && onMove(-1)}>
        {t('move.up')}
      </Button>
      <Button
        id={moveAnchor(id, 1)}
        aria-label={t('move.downName', { name })}
        onClick={() => number < count && onMove(1)}
      >
        {t('move.down')}
      </Button>
      <Button aria-label={t('changeName', { name })} onClick={onChange}>
        {t('change')}
      </Button>
      <Button look="quiet" aria-label={t(isOn ? 'turnOffName' : 'turnOnName', { name })} onClick={onTurn}>
        {t(isOn ? 'turnOff' : 'turnOn')}
      </Button>
      <Button look="quiet" aria-label={t('removeName', { name })} onClick={onRemove}>
        {t('remove')}
      </Button>
    </div>
  )
}
