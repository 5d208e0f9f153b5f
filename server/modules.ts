import { accountRoutes } from './accounts/routes.ts'
import type { Mount } from './app.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { taskRoutes } from './tasks/routes.ts'

/** Every module's routes, in one table. */
export const modules: ((mount: Mount) => void | Promise<void>)[] = [
  accountRoutes,
  conversationRoutes,
  peopleRoutes,
  taskRoutes,
]
