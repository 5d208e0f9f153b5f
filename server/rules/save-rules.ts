import type { InputOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { compareRules, isSameRule, type Rule } from '../../shared/rules.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { conflict } from '../platform/problems.ts'
import { type RuleSetView, selectKnown, selectRuleSets, viewRuleSet } from './list-rules.ts'
import { readRules } from './typed-rules.ts'

/** Puts a whole set in force as the next version, for messages from now on. */
export async function saveRules(ctx: Context, input: InputOf<typeof api.saveRules>): Promise<RuleSetView> {
  permitPeople(ctx, 'rules.change')
  const [, before, known] = await Promise.all([
    lockPractice(ctx),
    selectRuleSets(ctx).executeTakeFirst(),
    selectKnown(ctx),
  ])
  const rules = readRules(input.rules, known)
  const version = before?.version ?? 0
  // The same click, sent twice, makes no version.
  const isNew = !isSameSet(before?.rules ?? [], rules)
  if (isNew && input.version !== version) {
    throw changedMeanwhile(before?.rules ?? [], rules, version)
  }
  const after = isNew ? await insertRuleSet(ctx, version + 1, rules) : before
  await recordAudit(ctx, 'rules.save', {
    object: { type: 'rule-set', id: ctx.actor.practiceId, version: after?.version ?? 0 },
  })
  return viewRuleSet(ctx, after, known)
}

function insertRuleSet(ctx: Context, version: number, rules: Rule[]) {
  return ctx.tx
    .insertInto('rule_sets')
    .values({
      practice_id: ctx.actor.practiceId,
      version,
      rules: JSON.stringify(rules),
      saved_at: ctx.now,
      saved_by_id: ctx.actor.id ?? '',
    })
    .returningAll()
    .$narrowType<{ rules: Rule[] }>()
    .executeTakeFirstOrThrow()
}

function isSameSet(before: readonly Rule[], after: readonly Rule[]): boolean {
  return before.length === after.length && after.every((rule, at) => isSameRule(rule, before[at]))
}

/** By name in the order of the form: the rules that differ from those in force, and whether their order does. */
function changedMeanwhile(before: readonly Rule[], after: readonly Rule[], version: number) {
  const { added, changed, removed, moved } = compareRules(before, after)
  const differing = new Set([...added, ...changed].map(({ id }) => id))
  const fields = after.flatMap(({ id }, at) => (differing.has(id) ? [`rules.${at}`] : []))
  return conflict('changed-meanwhile', {
    version,
    fields: removed.length + moved.length > 0 ? ['rules', ...fields] : fields,
  })
}
