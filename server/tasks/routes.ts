import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { acceptTask } from './accept-task.ts'
import { assignSeveral } from './assign-several.ts'
import { assignTask } from './assign-task.ts'
import { completeTask } from './complete-task.ts'
import { deferTask } from './defer-task.ts'
import { listOrphans } from './list-orphans.ts'
import { listInboxes } from './list-inboxes.ts'
import { listLate } from './list-late.ts'
import { listQueue } from './list-queue.ts'
import { makeFollowUp } from './make-follow-up.ts'
import { mendOrphan } from './mend-orphan.ts'
import { releaseTask } from './release-task.ts'
import { resumeTask } from './resume-task.ts'
import { undoAssignments } from './undo-assignments.ts'

export function taskRoutes({ route }: Mount): void {
  route(api.listInboxes, listInboxes)
  route(api.listQueue, listQueue)
  route(api.acceptTask, acceptTask)
  route(api.releaseTask, releaseTask)
  route(api.assignTask, assignTask)
  route(api.assignSeveral, assignSeveral)
  route(api.undoAssignments, undoAssignments)
  route(api.completeTask, completeTask)
  route(api.makeFollowUp, makeFollowUp)
  route(api.deferTask, deferTask)
  route(api.resumeTask, resumeTask)
  route(api.listLate, listLate)
  route(api.listOrphans, listOrphans)
  route(api.mendOrphan, mendOrphan)
}
