import type { Communication, Task } from '@medplum/fhirtypes'
import { type FiledConversation, type FiledTask } from '../filing/filed-conversation.ts'
import type { RecordWords } from '../filing/record-words.ts'
import { personReference, reference } from './references.ts'
import { concept } from './systems.ts'

/** FHIR R4 Task: who had to act and by when; what was done with it is in the Provenance that it points to. */
export function toTask(record: FiledConversation, task: FiledTask, words: RecordWords): Task {
  const history = record.acts.filter((act) => 'taskId' in act && act.taskId === task.id)
  const changedAt = [task.openedAt, ...history.map((act) => act.at), ...(task.endedAt ? [task.endedAt] : [])]
  return {
    resourceType: 'Task',
    id: task.id,
    status: task.status,
    intent: 'order',
    priority: task.priority,
    code: concept('task', task.kind, words.t(`taskKinds.${task.kind}`)),
    focus: reference<Communication>(task.messageId ?? record.conversation.id),
    for: personReference(record, record.patient.id),
    executionPeriod: {
      start: task.openedAt.toISOString(),
      ...(task.endedAt && { end: task.endedAt.toISOString() }),
    },
    authoredOn: task.openedAt.toISOString(),
    lastModified: new Date(Math.max(...changedAt.map(Number))).toISOString(),
    owner: personReference(record, task.ownerId),
    ...(history.length > 0 && { relevantHistory: history.map((act) => reference(act.id)) }),
    restriction: { period: { end: task.dueAt.toISOString() } },
    ...(task.outcome && {
      output: [
        {
          type: concept('task', task.kind),
          valueCodeableConcept: concept('taskOutcome', task.outcome, words.t(`taskOutcomes.${task.outcome}`)),
        },
      ],
    }),
  }
}
