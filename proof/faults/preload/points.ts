/** What is watched: a statement to the database, a file that gets its name, its bytes, all of it at once, or goes, a request, an answer. */
export type Sight = 'statement' | 'rename' | 'write' | 'note' | 'remove' | 'request' | 'answer'
/** Sent: handed to the connection, and no answer yet. After: it has been answered, or done. */
export type Moment = 'before' | 'sent' | 'after'
export type Command = 'export' | 'rebuild' | 'backup' | 'restore'
export type CrashPoint = {
  sight: Sight
  moment: Moment
  what: RegExp
  path: 'send' | 'upload' | 'seal' | 'file' | 'search' | 'notice' | 'figures' | Command
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

/** Where a command, or a server that hands out figures, can be made to die. Of `kill` these are no part. */
export const commandPoints: Record<string, CrashPoint> = {
  'entries-read': at('export', 'statement', 'after', /select e\.id, e\.at, e\.payload/),
  'leaves-read': at('export', 'statement', 'after', /select index, event_id as "eventId", leaf from audit_leaves/),
  'unsealed-read': at('export', 'statement', 'after', /is_sealed\s+from audit_events/),
  'checkpoints-asked': at('export', 'statement', 'before', /select size, root, note from audit_checkpoints/),
  'checkpoints-read': at('export', 'statement', 'after', /select size, root, note from audit_checkpoints/),

  'figures-asked': at('figures', 'request', 'before', /^GET \/api\/as\/[^/]+\/seeing\/export/),
  'figures-ready': at('figures', 'answer', 'before', /^GET \/api\/as\/[^/]+\/seeing\/export/),
  'figures-sent': at('figures', 'answer', 'sent', /^GET \/api\/as\/[^/]+\/seeing\/export/),

  'generation-locked': at('rebuild', 'statement', 'after', /insert into "search_states"/),
  'generation-begun': at('rebuild', 'statement', 'after', /update search_states set generation/),
  'generation-commit-sent': at('rebuild', 'statement', 'sent', /^COMMIT$/),

  'rows-counted': at('backup', 'statement', 'after', /count\(\*\) as count from "audit_events"/),
  'slot-made': at('backup', 'statement', 'after', /^CREATE_REPLICATION_SLOT/),
  'part-ready': at('backup', 'rename', 'before', /\/base\/[^/]+\/database\.\d+$/),
  'part-kept': at('backup', 'rename', 'after', /\/base\/[^/]+\/database\.\d+$/),
  'list-kept': at('backup', 'rename', 'after', /\/base\/[^/]+\/files$/),
  'copy-kept': at('backup', 'rename', 'after', /\/blobs\//),
  'manifest-ready': at('backup', 'rename', 'before', /\/base\/[^/]+\/manifest$/),
  'manifest-kept': at('backup', 'rename', 'after', /\/base\/[^/]+\/manifest$/),

  'restore-noted': at('restore', 'note', 'after', /\/RESTORING$/),
  'place-marked': at('restore', 'note', 'after', /\/THREADWELL$/),
  'cluster-arriving': at('restore', 'write', 'after', /-restore\/cluster\//),
  'recovery-asked': at('restore', 'note', 'after', /\/recovery\.signal$/),
  'cluster-ready': at('restore', 'rename', 'before', /\/postgres\/cluster$/),
  'cluster-placed': at('restore', 'rename', 'after', /\/postgres\/cluster$/),
  'database-recovered': at('restore', 'note', 'after', /\/postgresql\.auto\.conf$/),
  'file-back': at('restore', 'rename', 'after', /\/blobs\//),
  'log-verified': at('restore', 'statement', 'after', /select size, root, note from audit_checkpoints/),
  'restore-ending': at('restore', 'remove', 'before', /\/RESTORING$/),
  'restore-ended': at('restore', 'remove', 'after', /\/RESTORING$/),
}
