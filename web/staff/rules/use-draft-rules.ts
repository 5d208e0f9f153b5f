import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl'
import type { Rule } from '../../../shared/rules.ts'
import { announce } from '../../components/Announcer.tsx'
import { isSameSet, moveRule } from './draft-rules.ts'
import type { RuleSet } from './named.ts'
import { moveAnchor } from './RuleItem.tsx'

/** The rules as they are being written, and those that they began from. */
export function useDraftRules(inForce: RuleSet) {
  const t = useTranslations('staffRules')
  const [base, setBase] = useState(inForce)
  const [rules, setRules] = useState<readonly Rule[]>(inForce.rules)

  return {
    rules,
    base,
    isChanged: !isSameSet(rules, base.rules),
    /** One that is there in its place, a new one at the end. */
    put: (rule: Rule) =>
      setRules(
        rules.some(({ id }) => id === rule.id)
          ? rules.map((one) => (one.id === rule.id ? rule : one))
          : [...rules, rule],
      ),
    remove: (id: string) => setRules(rules.filter((rule) => rule.id !== id)),
    /** The keyboard stays on the button that moved it. */
    move: (rule: Rule, at: number, by: -1 | 1) => {
      flushSync(() => setRules(moveRule(rules, at, by)))
      document.querySelector<HTMLElement>(`#${CSS.escape(moveAnchor(rule.id, by))}`)?.focus()
      announce(t('moved', { name: rule.name, place: String(at + by + 1), count: String(rules.length) }))
    },
    /** From those in force, and without what was changed. */
    take: (set: RuleSet) => {
      setBase(set)
      setRules(set.rules)
    },
    /** What was changed goes on, against those in force now. */
    keepOn: (set: RuleSet) => setBase(set),
  }
}
