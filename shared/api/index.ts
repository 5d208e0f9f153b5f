import { absences } from './absences.ts'
import { account } from './account.ts'
import { attachments } from './attachments.ts'
import { audit } from './audit.ts'
import { bulk } from './bulk.ts'
import { capacity } from './capacity.ts'
import { checks } from './checks.ts'
import { consults } from './consults.ts'
import { conversations } from './conversations.ts'
import { drafts } from './drafts.ts'
import { enrolment } from './enrolment.ts'
import { filings } from './filings.ts'
import { focus } from './focus.ts'
import { goals } from './goals.ts'
import { messagePlan } from './message-plan.ts'
import { mobileNumber } from './mobile-number.ts'
import { people } from './people.ts'
import { rules } from './rules.ts'
import { scheduledSends } from './scheduled-sends.ts'
import { seeing } from './seeing.ts'
import { search } from './search.ts'
import { session } from './session.ts'
import { setup } from './setup.ts'
import { tasks } from './tasks.ts'
import { templateDocuments } from './template-documents.ts'
import { templates } from './templates.ts'

/** Every endpoint of the product: the contract that server, web and documentation share. */
export const api = {
  ...session,
  ...account,
  ...enrolment,
  ...setup,
  ...people,
  ...conversations,
  ...bulk,
  ...consults,
  ...drafts,
  ...scheduledSends,
  ...tasks,
  ...focus,
  ...messagePlan,
  ...goals,
  ...attachments,
  ...filings,
  ...audit,
  ...absences,
  ...seeing,
  ...capacity,
  ...checks,
  ...rules,
  ...search,
  ...templates,
  ...templateDocuments,
  ...mobileNumber,
}
export type Api = typeof api
