import type { ResultOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { limits } from '../../shared/limits.ts'
import { compareRules, type Rule } from '../../shared/rules.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { selectRuleSets } from './list-rules.ts'

/** Who changed the rules when, and which of them; each version is held against the one before it. */
export async function listRuleVersions(ctx: Context): Promise<ResultOf<typeof api.listRuleVersions>> {
  permitPeople(ctx, 'rules.read')
  const [rows, staff] = await Promise.all([selectRuleSets(ctx).execute(), practitionerNames(ctx)])
  const items = rows.slice(0, limits.ruleVersionsListed).map((row, at) => {
    const { added, removed, changed, moved } = compareRules(rows[at + 1]?.rules ?? [], row.rules)
    return {
      version: row.version,
      savedAt: row.saved_at,
      savedBy: staff.get(row.saved_by_id) ?? null,
      added: namesOf(added),
      removed: namesOf(removed),
      changed: namesOf(changed),
      moved: namesOf(moved),
    }
  })
  return { items }
}

function namesOf(rules: readonly Rule[]) {
  return rules.map(({ id, name }) => ({ id, name }))
}
