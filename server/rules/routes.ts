import { rules as api } from '../../shared/api/rules.ts'
import type { Mount } from '../app.ts'
import { listLabels } from './list-labels.ts'
import { listRuleVersions } from './list-rule-versions.ts'
import { listRules } from './list-rules.ts'
import { saveLabel } from './save-label.ts'
import { saveRules } from './save-rules.ts'
import { tryRules } from './try-rules.ts'

/** Triage rules, and the labels that they and people put on conversations. */
export function ruleRoutes({ route }: Mount): void {
  route(api.listRules, listRules)
  route(api.saveRules, saveRules)
  route(api.tryRules, tryRules)
  route(api.listRuleVersions, listRuleVersions)
  route(api.listLabels, listLabels)
  route(api.saveLabel, saveLabel)
}
