/** The modules that faults are planted in, and of some only the functions that decide. */
export const modules: { path: string; only?: string[] }[] = [
  { path: 'server/access/absences.ts' },
  { path: 'server/access/as-practitioner.ts' },
  { path: 'server/access/attachments.ts' },
  { path: 'server/access/audit-log.ts' },
  { path: 'server/access/authenticate.ts', only: ['actorOf', 'roleOf'] },
  { path: 'server/access/checks.ts' },
  { path: 'server/access/conversations.ts' },
  { path: 'server/access/goals.ts' },
  { path: 'server/access/patients.ts' },
  { path: 'server/access/people.ts' },
  { path: 'server/access/split-messages.ts' },
  { path: 'server/access/tasks.ts' },
  { path: 'server/access/templates.ts' },
  { path: 'server/routing/choose-responder.ts' },
  { path: 'server/routing/cover-facts.ts' },
  { path: 'server/routing/may-write.ts' },
  { path: 'server/routing/walk-responders.ts' },
]

export const isPolicy = (url: string) => modules.some(({ path }) => url.endsWith(`/${path}`))
export const isCover = (path: string) => path.startsWith('server/routing/')
