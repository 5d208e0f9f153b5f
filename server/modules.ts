import { absenceRoutes } from './absences/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import type { Mount } from './app.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { capacityRoutes } from './capacity/routes.ts'
import { checkRoutes } from './checks/routes.ts'
import { consultRoutes } from './consults/routes.ts'
import { contractRoutes } from './contract/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { liveRoutes } from './live/routes.ts'
import { opsRoutes } from './ops/routes.ts'
import { filingRoutes } from './filing/routes.ts'
import { focusRoutes } from './focus/routes.ts'
import { goalRoutes } from './goals/routes.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { ruleRoutes } from './rules/routes.ts'
import { seeingRoutes } from './seeing/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { taskRoutes } from './tasks/routes.ts'

/** Every module's routes, in one table. */
export const modules: ((mount: Mount) => void | Promise<void>)[] = [
  absenceRoutes,
  accountRoutes,
  attachmentRoutes,
  capacityRoutes,
  checkRoutes,
  consultRoutes,
  contractRoutes,
  auditRoutes,
  conversationRoutes,
  liveRoutes,
  opsRoutes,
  filingRoutes,
  focusRoutes,
  goalRoutes,
  notificationRoutes,
  peopleRoutes,
  ruleRoutes,
  seeingRoutes,
  searchRoutes,
  taskRoutes,
  templateRoutes,
]
