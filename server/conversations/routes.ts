import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { cancelScheduledSend } from './cancel-scheduled.ts'
import { cancelScheduledStart, sendScheduledStartNow } from './change-start.ts'
import { closeSeveral } from './close-several.ts'
import { closeConversation, reopenConversation } from './close-conversation.ts'
import { labelSeveral } from './label-several.ts'
import { listConversations } from './list-conversations.ts'
import { listScheduledSends } from './list-scheduled.ts'
import { listScheduledStarts } from './list-starts.ts'
import { listSendTimes } from './list-send-times.ts'
import { listMergeable } from './list-mergeable.ts'
import { markRead } from './mark-read.ts'
import { mergeConversation } from './merge-conversation.ts'
import { moveTopic } from './move-topic.ts'
import { readConversation } from './read-conversation.ts'
import { discardDraft, listDrafts, readDraft } from './read-drafts.ts'
import { retractMessage } from './retract-message.ts'
import { saveDraft } from './save-draft.ts'
import { scheduleSend } from './schedule-send.ts'
import { scheduleStart } from './schedule-start.ts'
import { sendMessage } from './send-message.ts'
import { sendScheduledNow } from './send-scheduled.ts'
import { showPresence } from './show-presence.ts'
import { startConversation } from './start-conversation.ts'
import { putLabel } from './put-label.ts'
import { takeLabel } from './take-label.ts'
import { undoClosures } from './undo-closures.ts'
import { splitConversation } from './split-conversation.ts'
import { unmergeConversation } from './unmerge-conversation.ts'
import { writeNote } from './write-note.ts'

export function conversationRoutes({ route }: Mount): void {
  route(api.startConversation, startConversation)
  route(api.sendMessage, (ctx, input) => sendMessage(ctx, input), { together: ({ conversationId }) => conversationId })
  route(api.listConversations, listConversations)
  route(api.readConversation, readConversation)
  route(api.markRead, markRead)
  route(api.closeConversation, closeConversation)
  route(api.reopenConversation, reopenConversation)
  route(api.moveTopic, moveTopic)
  route(api.listMergeable, listMergeable)
  route(api.mergeConversation, mergeConversation)
  route(api.unmergeConversation, unmergeConversation)
  route(api.splitConversation, splitConversation)
  route(api.retractMessage, retractMessage)
  route(api.writeNote, writeNote)
  route(api.putLabel, putLabel)
  route(api.takeLabel, takeLabel)
  route(api.labelSeveral, labelSeveral)
  route(api.closeSeveral, closeSeveral)
  route(api.undoClosures, undoClosures)
  route(api.showPresence, showPresence)
  route(api.saveDraft, saveDraft)
  route(api.listDrafts, listDrafts)
  route(api.readDraft, readDraft)
  route(api.discardDraft, discardDraft)
  route(api.scheduleSend, scheduleSend)
  route(api.cancelScheduledSend, cancelScheduledSend)
  route(api.sendScheduledNow, sendScheduledNow)
  route(api.listScheduledSends, listScheduledSends)
  route(api.scheduleStart, scheduleStart)
  route(api.cancelScheduledStart, cancelScheduledStart)
  route(api.sendScheduledStartNow, sendScheduledStartNow)
  route(api.listScheduledStarts, listScheduledStarts)
  route(api.listSendTimes, listSendTimes)
}
