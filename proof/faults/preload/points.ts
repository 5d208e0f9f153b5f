/** What is watched: a statement to the database, a file that gets its name or its bytes, a request, an answer. */
export type Sight = 'statement' | 'rename' | 'write' | 'request' | 'answer'
/** Sent: handed to the connection, and no answer yet. After: it has been answered, or done. */
export type Moment = 'before' | 'sent' | 'after'
export type CrashPoint = {
  sight: Sight
  moment: Moment
  what: RegExp
  path: 'send' | 'upload' | 'seal' | 'file' | 'search' | 'notice'
}

const at = (path: CrashPoint['path'], sight: Sight, moment: Moment, what: RegExp): CrashPoint => ({
  sight,
  moment,
  what,
  path,
})
const sends = /^POST \/api\/as\/[^/]+\/conversations/

/** Where a server process can be made to die. A point that is never passed in a long run is reported: the code has moved. */
export const crashPoints: Record<string, CrashPoint> = {
  'request-heard': at('send', 'request', 'before', sends),
  'session-found': at('send', 'statement', 'after', /\bleft join memberships m\b/),
  'transaction-begun': at('send', 'statement', 'after', /^BEGIN$/),
  'conversation-locked': at('send', 'statement', 'after', /for (?:no key )?update of "conversations"/),
  'message-stored': at('send', 'statement', 'after', /insert into "?messages"?/),
  'head-moved': at('send', 'statement', 'after', /update "?conversations"? set\s[^;]*last_sequence/),
  'act-recorded': at('send', 'statement', 'after', /insert into audit_events/),
  'commit-sent': at('send', 'statement', 'sent', /^COMMIT$/),
  'commit-answered': at('send', 'statement', 'after', /^COMMIT$/),
  'answer-ready': at('send', 'answer', 'before', sends),
  'answer-sent': at('send', 'answer', 'sent', sends),
  'hint-sent': at('send', 'statement', 'sent', /pg_notify/),

  'upload-begun': at('upload', 'statement', 'after', /insert into "?attachments"?/),
  'upload-arriving': at('upload', 'write', 'after', /\/blobs\/.*\.part$/),
  'blob-written': at('upload', 'rename', 'before', /\/blobs\//),
  'blob-named': at('upload', 'rename', 'after', /\/blobs\//),
  'upload-recorded': at('upload', 'statement', 'after', /update "attachments" set "status"/),
  'scan-claimed': at('upload', 'statement', 'after', /update "attachments" set "due_at"/),

  'leaves-stored': at('seal', 'statement', 'after', /insert into audit_leaves/),
  'checkpoint-stored': at('seal', 'statement', 'after', /insert into "audit_checkpoints"/),

  'filing-claimed': at('file', 'statement', 'after', /update "filings" set "due_at"/),
  'record-arriving': at('file', 'write', 'after', /\/record\/\.unfinished\//),
  'record-written': at('file', 'rename', 'before', /\/record\//),
  'record-placed': at('file', 'rename', 'after', /\/record\//),
  'filing-settled': at('file', 'statement', 'after', /update "filings" set "status"/),

  'segment-announced': at('search', 'statement', 'after', /insert into "search_segments"/),
  'segment-settled': at('search', 'statement', 'after', /update "search_segments"/),

  'notice-made': at('notice', 'statement', 'after', /insert into "notices"/),
  'notice-taken': at('notice', 'statement', 'after', /update "notices" set "due_at"/),
  'notice-accepted': at('notice', 'statement', 'before', /update "notices" set "status"/),
  'notice-settled': at('notice', 'statement', 'after', /update "notices" set "status"/),
}
