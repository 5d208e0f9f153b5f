import { limits } from '../../shared/limits.ts'
import type { Rule } from '../../shared/rules.ts'
import type { Context } from '../access/context.ts'
import { foldText } from '../platform/fold-text.ts'
import { questionOf } from '../platform/together.ts'
import { type ReadyRule, readyRules } from '../routing/apply-rules.ts'

export const ruleSetOf = questionOf('rules', { version: 'integer' }, (asked, practiceId) =>
  asked
    .innerJoin('rule_sets', (join) =>
      join.on('rule_sets.practice_id', '=', practiceId).onRef('rule_sets.version', '=', 'asked.version'),
    )
    .select(['asked.n', 'rule_sets.rules'])
    .$narrowType<{ rules: Rule[] }>(),
)

/** A version never changes, so that what was made ready of it stays right; which one is in force comes with each message. */
const ready = new Map<string, { version: number; rules: ReadyRule[] }>()

/** The rules of a version, ready to be applied: from memory, except for the first message after they were saved. */
export async function rulesInForce(ctx: Context, version: number): Promise<ReadyRule[]> {
  const { practiceId } = ctx.actor
  const known = ready.get(practiceId)
  ready.delete(practiceId)
  const rules = known?.version === version ? known.rules : await loadRules(ctx, version)
  ready.set(practiceId, { version, rules })
  const [longestUnused] = ready.keys()
  if (ready.size > limits.readyRuleSets && longestUnused !== undefined) {
    ready.delete(longestUnused)
  }
  return rules
}

async function loadRules(ctx: Context, version: number): Promise<ReadyRule[]> {
  const [row] = await ctx.tx.together.ask(ruleSetOf, { version })
  if (row === undefined) {
    throw new Error('the version in force is not there')
  }
  return readyRules(row.rules, foldText)
}
