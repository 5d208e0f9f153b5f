import { absenceOperations } from './absences.ts'
import { accountOperations } from './accounts.ts'
import { capacityOperations } from './capacity.ts'
import { checkOperations } from './checks.ts'
import { consultOperations } from './consults.ts'
import { conversationOperations } from './conversations.ts'
import type { Operations } from './operation.ts'
import { goalOperations } from './goals.ts'
import { notificationOperations } from './notifications.ts'
import { peopleOperations } from './people.ts'
import { ruleOperations } from './rules.ts'
import { scheduledSendOperations } from './scheduled-sends.ts'
import { searchOperations } from './search.ts'
import { seeingOperations } from './seeing.ts'
import { templateOperations } from './templates.ts'
import { workOperations } from './work.ts'

/** Every call of the contract, by its name there. */
export const operations: Operations = {
  ...absenceOperations,
  ...accountOperations,
  ...capacityOperations,
  ...checkOperations,
  ...consultOperations,
  ...conversationOperations,
  ...goalOperations,
  ...notificationOperations,
  ...peopleOperations,
  ...ruleOperations,
  ...scheduledSendOperations,
  ...searchOperations,
  ...seeingOperations,
  ...templateOperations,
  ...workOperations,
}

/** What a FHIR CapabilityStatement may offer, as "read Patient", and the probes for it: none is served yet. */
export const capabilities: Record<string, never> = {}
