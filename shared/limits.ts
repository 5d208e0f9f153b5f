/** Every list, text, file, loop and retry has its limit here, by name. Units last. */
export const limits = {
  /** The longest text any topic may allow, in characters (code points). */
  messageCharacters: 4_000,
  /** The longest text any topic may allow, in words. */
  messageWords: 800,
  subjectCharacters: 120,
  /** Of a message, in a list. */
  firstWordsCharacters: 140,
  /** A longer line says something. */
  greetingCharacters: 100,
  noteCharacters: 4_000,
  reasonCharacters: 500,
  nameCharacters: 120,
  attachmentsPerMessage: 10,
  attachmentSizeBytes: 25 * 1024 * 1024,
  imagePixels: 50_000_000,
  imageSidePixels: 16_384,
  fileNameCharacters: 200,
  /** A longer name than any system keeps, percent-encoded. */
  fileNameHeaderCharacters: 3_000,
  pageRows: 50,
  /** Conversations on which one act is done at once. */
  bulkRows: 50,
  /** In which what was given away at once can be taken back. */
  undoAssignmentMinutes: 60,
  sweepRows: 200,
  /** In which a colleague can take back what they sent; how often it is looked for what is due; the furthest time to send at. */
  undoSendMs: 20_000,
  sendDueSeconds: 2,
  sendLaterDays: 90,
  /** Answers that did not go out, shown in one conversation. */
  refusedSends: 5,
  /** Minutes of opening after which a late task goes from the inbox's owner to its backup. */
  escalateFurtherMinutes: 2 * 60,
  /** And after which it goes from the backup to the administrators. */
  escalateToAdministratorsMinutes: 4 * 60,
  /** The longest wait for a step after a message is not read. */
  unreadStepHours: 24 * 60,
  /** Minutes of opening to reach a patient another way, and until the next try: one working day. */
  contactPatientMinutes: 7 * 60,
  /** Calls to a patient who has not read, before a letter. */
  contactAttempts: 3,
  /** The longest that a task may be put off. */
  deferralDays: 30,
  /** A task in a colleague's own words: how many characters, and how far ahead it may be due. */
  followUpCharacters: 500,
  followUpDays: 180,
  followUpsOpen: 10,
  /** A round of answering one after the other; who works longer begins a new one. */
  roundMs: 12 * 60 * 60_000,
  /** How many are looked at for the next one: others may be in a colleague's hands at this very moment. */
  nextLooked: 8,
  /** Times of the week in which one person answers messages; three a day. */
  messageBlocks: 21,
  /** How far ahead they stand in a calendar. */
  calendarDays: 56,
  /** The longest that one answer counts in a forecast, and from how many answers on there is one. */
  handlingMinutes: 60,
  forecastAnswers: 5,
  /** Of how many answers, and how far back, one's own median is. */
  ownAnswers: 50,
  ownAnswersDays: 30,
  /** Found by one nightly check; the next night finds the rest. No more than one entry of the log names. */
  orphans: 200,
  /** A practice that was not checked for so long is counted for whoever runs the server. */
  selfCheckLateMs: 36 * 60 * 60_000,
  /** How often a patient is told another time to expect an answer by. */
  expectationRenewals: 3,
  /** Minutes of opening before a time passes in which the patient is told the next; and how far on that is at most. */
  expectationLeadMinutes: 60,
  expectationExtraMinutes: 7 * 60,
  /** After a change of hours, absences or hands, so long until it is looked at: several changes are told as one. */
  expectationSettleMinutes: 10,
  /** How far ahead it is looked for somebody who answers, in how many steps; and when to try again without opening hours. */
  expectationAheadMinutes: 60 * 24 * 60,
  expectationSteps: 40,
  expectationRetryMs: 24 * 60 * 60_000,
  /** Days that a search for opening hours looks back. */
  calendarBackDays: 60,
  coverHops: 3,
  /** In force or to come, in one practice. */
  absences: 500,
  rotations: 100,
  rotationWeeks: 8,
  absenceNoteCharacters: 300,
  /** The longest absence, and how long ago one that is entered late may have begun. */
  absenceDays: 550,
  absenceBackDays: 31,
  /** How far ahead the facts of cover are read where only the present is decided, and how soon it is decided again. */
  coverAheadMinutes: 24 * 60,
  coverRecheckMinutes: 60,
  /** How long a handover waits to be read. */
  handoverDays: 180,
  /** Conversations told one by one in a handover. */
  handoverRows: 100,
  jsonBodyBytes: 256 * 1024,
  jsonDepth: 12,
  /** Days that a search for opening hours looks ahead. */
  calendarSearchDays: 400,
  /** Opening hours, and days of each, whose openings a server keeps worked out. */
  rememberedCalendars: 500,
  rememberedDays: 500,
  /** Days over which business time is added up. */
  calendarSpanDays: 3_660,
  /** Marks on one letter; Tibetan and cantillated Hebrew, the heaviest living use, stay well below. */
  combiningMarksInARow: 12,
  openingBlocks: 42,
  closures: 100,
  careTeamMembers: 200,
  /** What one practice has at most; each list ends there. */
  careTeams: 100,
  topics: 100,
  practitioners: 1_000,
  helpCharacters: 600,
  addressCharacters: 300,
  phoneCharacters: 40,
  emailCharacters: 254,
  /** Names in memory, all practices together; the longest unused practice goes first. */
  rosterPatients: 100_000,
  /** A roster in memory is opened anew after this long, so that a key withdrawn at its source stops working here. */
  rosterMs: 15 * 60_000,
  /** Names opened before other requests get their turn. */
  rosterSliceNames: 250,
  /** Script that the patient's first view loads, compressed with gzip. */
  firstViewScriptBytes: 100_000,
  /**
   * The browser's calls: time for one attempt, attempts of a call that may be repeated, and the first pause between them. A
   * busy server says when to come back: the longest that a person waits for that without being told.
   */
  requestTimeoutMs: 20_000,
  requestAttempts: 3,
  requestPauseMs: 400,
  requestPauseMaxMs: 8_000,
  /** Of a folder in which another process still writes; each pause is longer than the last by so much. */
  removeAttempts: 12,
  removePauseMs: 50,
  databaseConnections: 16,
  databaseWaitMs: 3_000,
  /** Connections are held when all are lent, and fewer than one in so many was lent anew in so long; a request asks for one twice. */
  databaseHeldMs: 400,
  databaseHeldShare: 4,
  databaseHeldTickMs: 50,
  statementMs: 15_000,
  /** How much longer than a statement may take its answer is waited for. */
  statementAnswerMs: 1_000,
  lockWaitMs: 3_000,
  /** The database gives up a line on which nothing has got through for so long. */
  databaseLineMs: 30_000,
  idleInTransactionMs: 10_000,
  preparedStatements: 500,
  /** Memory is given back when in so long a time no more than this share was work, and when so much has come since. */
  quietMs: 5_000,
  quietUtilization: 0.05,
  giveBackBytes: 24 * 1024 * 1024,
  /** Requests of one practice that share a transaction. */
  gatheredRequests: 64,
  /** Keys are forgotten after this long, so that a key withdrawn at its source stops working here. */
  keyCacheMs: 15 * 60_000,
  requestMs: 60_000,
  /** How long the head of a request may take, and how often that is looked at. */
  headersMs: 10_000,
  connectionCheckMs: 2_000,
  /**
   * Requests answered at once, by urgency; fewer when even the quickest takes longer than `slowMs`, never fewer than `atLeast`, and
   * `atStart` before anything was measured. Sends that arrive together share their transaction, so that many at once are cheap; pages
   * and searches are not. Others wait, and so does one request for its body: then its place goes to somebody else. Files have places
   * of their own. Reading is slow long before sending is: who reads makes room first.
   */
  admission: {
    first: { atOnce: 128, atLeast: 16, slowMs: 500, waiting: 256, waitMs: 1_000, idleMs: 500 },
    usual: { atOnce: 48, atLeast: 8, atStart: 8, slowMs: 200, waiting: 512, waitMs: 1_000, idleMs: 500 },
    last: { atOnce: 6, atLeast: 1, atStart: 3, slowMs: 1_000, waiting: 48, waitMs: 1_000, idleMs: 500 },
    files: { atOnce: 64, atLeast: 64, slowMs: 60_000, waiting: 128, waitMs: 1_000, idleMs: 60_000 },
  },
  admissionTickMs: 50,
  /** Sessions whose practice is remembered, to be fair between practices. */
  admissionSessions: 50_000,
  /** When to come back, at random from the first to the second. */
  busyRetrySeconds: [2, 6],
  /** How long a connection is kept for the body of a refused request to end. */
  refusedBodyMs: 2_000,
  /** When to come back after a full disk: somebody has to make space first. */
  diskRetrySeconds: 60,
  /**
   * A volume that is used up to this share is told of. From the second share on files are not taken when fewer bytes than these are
   * left, and patients' messages when fewer than those: a message matters more, and so does the room in which it is read and answered.
   */
  volumeLowShare: 0.8,
  volumeFullShare: 0.95,
  volumeFilesBytes: 10 * 1024 ** 3,
  volumeMessagesBytes: 2 * 1024 ** 3,
  /** How often it is looked, how long a volume may take to answer, and volumes of an external database that can be named. */
  volumeLookMs: 5_000,
  volumeAnswerMs: 2_000,
  databaseVolumes: 8,
  /** How far the clocks of server and database may lie apart, and how often the worker looks. */
  clockDifferenceMs: 2_000,
  clockLookSeconds: 60,
  /** And after an object store that could not answer. */
  storeRetrySeconds: 5,
  /** A patient who adds a line within this time is not answered automatically again. */
  autoReplyQuietMs: 15 * 60_000,
  /** A draft may be longer than what may be sent: nothing typed is lost while it is being shortened. */
  draftCharacters: 20_000,
  notesPerConversation: 500,
  /** Somebody who has not shown themselves for this long is no longer there. */
  presenceMs: 60_000,
  liveRecentHints: 5_000,
  liveBatchHints: 12,
  liveWaitingHints: 50_000,
  liveRetryMs: 10_000,
  /** The line on which hints are heard is asked so often whether it lives, and held to be dead after this long. */
  liveProbeMs: 10_000,
  liveProbeWaitMs: 5_000,
  /** Open streams of changes: of one process, of one session (tabs and windows), and bytes that a slow reader may owe. */
  liveStreams: 10_000,
  liveStreamsPerSession: 12,
  liveStreamBytes: 64 * 1024,
  liveTooManySeconds: 30,
  /** Who missed more than this reads everything again. */
  liveCatchUpHints: 500,
  /** Every stream has a sign of life each 20 ticks, and is checked for its session in every third round: once a minute. */
  liveTickMs: 1_000,
  liveHeartbeatTicks: 20,
  liveCheckRounds: 3,
  keyCacheKeys: 20_000,
  /** Of two thousand million numbers a clinic uses some ten thousand: more than two draws do not happen by chance. */
  keyNumberDraws: 8,
  /** A session row is written at most this often by its own use. */
  sessionTouchMs: 30_000,
  /** How far the clocks of two servers may lie apart; a session that was used later than that was used under a wrong clock. */
  clockToleranceMs: 10 * 60_000,
  /** A Unix socket's path: 107 on Linux, 103 on macOS. */
  socketPathBytes: 103,
  databaseStartMs: 60_000,
  /** Recovering from a backup and the log since then. */
  databaseRecoverMs: 4 * 60 * 60_000,
  databaseStartAttempts: 10,
  databaseStopMs: 20_000,
  databaseConnectMs: 5_000,
  databasePollMs: 20,
  databaseRetryMs: 250,
  /** A database that ended and cannot be started, for want of room say, is tried again after this long. */
  databaseReviveMs: 2_000,
  databaseOwnerWaitMs: 5_000,
  /** Long work in the thread that answers requests lets others come first after so long. */
  turnMs: 15,
  /** How deep an object in a line of the log may be. */
  logDepth: 6,
  databaseLogBytes: 10 * 1024 * 1024,
  /** Entries in one practice's audit tree; its right edge is then at most 40 hashes. */
  auditTreeLeaves: 2 ** 40,
  auditNoteCharacters: 64 * 1024,
  auditNoteSignatures: 32,
  auditEntryBytes: 32 * 1024,
  /** Patients shown by one act, the longest list included. */
  auditEntryPatients: 200,
  auditEntryEnvelopes: 100,
  auditEntryInfo: 20,
  /** An event may wait this long for the tree; the sealing job takes a second or two. */
  auditUnsealedGraceMs: 30_000,
  /** Acts sealed in one transaction, few enough not to hold up those who wait meanwhile; and how long a log that was just sealed is left alone: each seal is a checkpoint. */
  auditSealRows: 500,
  auditSealSeconds: 0.5,
  auditSealPauseMs: 1_500,
  /** Rows of the log that a verification reads at a time. */
  auditReadRows: 2_000,
  /** A log is verified at night when its last verification is this old, at any hour when it is older, and whole once a week. */
  auditVerifyHours: 20,
  auditVerifyLateHours: 36,
  auditVerifyWholeDays: 7,
  /** Acts looked through among those that wait for their seal: seconds of them, unless the worker is away. */
  auditWaitingEvents: 10_000,
  /** Patients named in one row of the search; the row says how many there are. */
  auditPatientsNamed: 3,
  /** Events read at a time for a patient's own list, and how often in one request. */
  accessLogEvents: 500,
  accessLogReads: 10,
  /** Templates of a practice in all, of one person, versions shown. */
  templates: 500,
  personalTemplates: 100,
  templateVersions: 50,
  /** Documents of a template in one language; and of one person, in templates that do not have them yet. */
  templateDocuments: 5,
  unnamedDocuments: 20,
  signatureCharacters: 300,
  footerCharacters: 600,
  /** How far ahead an absence is told of. */
  absenceAheadDays: 90,
  /** What may be searched for: characters, words, and letters that one of the words has at least. */
  searchCharacters: 200,
  searchWords: 10,
  searchLetters: 2,
  /** Characters of a message shown around the first word found. */
  excerptCharacters: 200,
  /** Messages in one sealed segment. */
  segmentMessages: 1_000,
  /** Messages opened for a segment before other work gets its turn. */
  packSliceMessages: 100,
  /** A segment that is not finished by then never will be; one that was replaced is no longer read by then. */
  segmentWriteMs: 10 * 60_000,
  segmentGraceMs: 10 * 60_000,
  /** Conversations set back to the start in one transaction, when everything is packed anew. */
  repackConversations: 500,
  /** Messages that wait for their segment, and those of one patient, opened one by one in a search: the newest so many. */
  searchWaitingMessages: 2_000,
  searchPatientMessages: 5_000,
  /** Threads of a process; searches of a practice at once and in line; segments and hits of one job; hits asked for at once. */
  searchThreads: 2,
  searchesAtOnce: 2,
  searchesWaiting: 8,
  searchRetrySeconds: 2,
  searchFirstSegments: 4,
  searchSegments: 64,
  /** Files of which the words are on their way while others are looked at. */
  searchFilesAhead: 4,
  searchHits: 4_000,
  searchAsked: 4_000,
  /** After so long a search answers with what it has; the next page goes on from there. */
  searchMs: 4_000,
  savedViews: 50,
  savedViewNameCharacters: 60,
  savedViewDays: 3_660,
  /** How long a stated reason lasts. */
  accessGrantMinutes: 60,
  /** Rows with no counterpart that a verification looks at a second time, to tell a copy from a loss. */
  auditSuspects: 100_000,
  /** The stream of changes: first and longest pause before it is opened again, and how long a hidden page keeps it. */
  streamRetryMs: 1_000,
  streamRetryMaxMs: 30_000,
  streamHiddenMs: 5 * 60_000,
  /** A page that shows a file being checked asks again after this long, should the hint that it is done have been lost. */
  fileCheckMs: 60_000,
  /** A document of a template has no hint of its own, and its page asks sooner. */
  documentCheckMs: 5_000,
  /** Code points after NFC. */
  passwordMinimumCharacters: 12,
  passwordCharacters: 128,
  /** Each password hash takes 19 MiB and a thread: so many at once, so many in line, then "too busy". */
  passwordHashesAtOnce: 4,
  passwordHashesWaiting: 50,
  recoveryCodes: 10,
  /** An invitation's code: how long it works, and how many wrong birth dates (or e-mails) void it. */
  invitationDays: 7,
  invitationTries: 5,
  /** Who works at any practice is signed out after the shorter idle time; everybody at the end of the day. */
  staffIdleMinutes: 15,
  patientIdleMinutes: 30,
  sessionHours: 12,
  /** Between the password and the second factor. */
  halfSessionMinutes: 15,
  /** How long a passkey or a code counts for changes to the account itself. */
  stepUpMinutes: 5,
  challengeMinutes: 5,
  /** From an opened invitation to a finished form. */
  enrolmentMinutes: 30,
  setUpCodeDays: 7,
  /** Longer than any code, ticket or number that is typed or handed on. */
  codeCharacters: 64,
  passkeys: 20,
  passkeyNameCharacters: 60,
  passkeyFieldCharacters: 16_384,
  devicesListed: 100,
  membershipsListed: 50,
  /** Failed tries at one account before each further one waits 30 s, 60 s … up to an hour; a day from the hundredth on. */
  throttleFreeFailures: 5,
  throttleFirstWaitMs: 30_000,
  throttleLongestWaitMs: 3_600_000,
  throttleHardStopFailures: 100,
  throttleHardStopWaitMs: 86_400_000,
  /** Failed tries in a minute, whoever they are about: from one address, from one network (/24, /48). */
  throttleAddressFailures: 30,
  throttleNetworkFailures: 120,
  /** A count nobody added to for this long is forgotten. */
  throttleForgetDays: 30,
  /** The longest that browsers keep a cookie. */
  deviceDays: 400,
  /** File systems take 255; the rest is for a name's prefix. */
  fileNameBytes: 240,
  /** How much of a file decides what it is. */
  /** An upload that has not arrived whole by then is given up and swept. */
  unfinishedUploadMs: 60 * 60_000,
  /** Bytes that no file has any more stay so long: a backup that is being taken still finds them. */
  blobGraceMs: 2 * 60 * 60_000,
  /** A file whose scan was interrupted is looked at again after this long. */
  scanLeaseMs: 5 * 60_000,
  /** A filing whose worker died is taken up again after this long. */
  filingLeaseMs: 10 * 60_000,
  /** A record that is still being written after this long was left by a worker that died. */
  unfinishedRecordMs: 60 * 60_000,
  filingAttempts: 20,
  scanRetryMs: 30_000,
  sniffBytes: 64 * 1024,
  /** A longer file, and any that unpacks, is looked at in a thread of its own, for so long at most. */
  inspectBytesAtOnce: 128 * 1024,
  inspectMs: 20_000,
  /** Hashed in one go. */
  hashBytes: 1024 * 1024,
  docxParts: 2_000,
  docxPartBytes: 4 * 1024 * 1024,
  docxUnpackedBytes: 256 * 1024 * 1024,
  /** Boxes in one row of an MP4, QuickTime or HEIC file. */
  isoBoxes: 100_000,
  /** An object store: bytes in one part of an upload (its least is 5 MiB), tries, time to connect and without an answer. */
  blobPartBytes: 5 * 1024 * 1024,
  /** A folder: bytes that are written at once, and after how many the disk is told to keep what it has. */
  blobWriteBytes: 1024 * 1024,
  blobSyncBytes: 8 * 1024 * 1024,
  blobAttempts: 3,
  blobConnectMs: 3_000,
  blobSilentMs: 10_000,
  thumbnailSidePixels: 320,
  /** A PNG written anew can grow; this is where it stops. */
  reencodedImageBytes: 50 * 1024 * 1024,
  /** One picture in its own process: 12 megapixels take 0.5 to 3 s and 110 to 300 MiB, 48 from a phone up to 850 MiB. */
  mediaTimeoutMs: 60_000,
  mediaMemoryBytes: 1024 * 1024 * 1024,
  mediaMemoryCheckMs: 50,
  /** Without an answer or a byte taken for this long, the scanner is held to be away. */
  clamdTimeoutMs: 30_000,
  /** The mail server: connections at once, time for one step and for a whole mail. */
  mailsAtOnce: 5,
  mailStepMs: 10_000,
  mailMs: 30_000,
  /** After so many failures of the server in a row it is left alone for this long. */
  mailFailures: 5,
  mailRestMs: 30_000,
  /** A notice being sent belongs to its sender for this long; then another may take it. */
  noticeLeaseMs: 2 * 60_000,
  /** Tries before a notice is given up, and the first and longest pause between them: about 17 hours in all. */
  noticeAttempts: 24,
  noticeRetryMs: 30_000,
  noticeRetryMaxMs: 60 * 60_000,
  /** The gateway for text messages: at once, time for one call, and the longest answer that is read. */
  textsAtOnce: 5,
  textMs: 10_000,
  textAnswerCharacters: 20_000,
  /** It is left alone after so many failures in a row, and then tried again. */
  textFailures: 5,
  textRestMs: 30_000,
  /** How long a text that the gateway does not take is waited for, where an e-mail can go instead. */
  textInsteadMs: 20 * 60_000,
  /** How often it is asked whether a text arrived, and the first pause; each is twice as long as the one before: 34 hours. */
  textLooks: 12,
  textLookMs: 30_000,
  /** A text is one part for the telephone network: characters in its own alphabet, and in any other. */
  textSeptets: 160,
  textUnits: 70,
  /** A code by text: digits, how long it works, tries before it is void, and tries to send it. */
  mobileCodeDigits: 6,
  mobileCodeMinutes: 10,
  mobileCodeTries: 5,
  mobileCodeSends: 4,
  /** Codes in an hour: to one number, whoever asks; for one patient; and asked for by one account. */
  mobileCodesANumber: 3,
  mobileCodesAnAccount: 5,
  mobileCodesMs: 60 * 60_000,
  /** A phone can change hands: after so long its owner shows anew that it is theirs. */
  mobileProofDays: 365,
  /** Notices told on one conversation. */
  noticesShown: 20,
  /** The demonstration's mailbox keeps the newest. */
  demoMails: 200,
  demoMailBytes: 64 * 1024,
  /** The worker is held to be away after this long without a sign of life. */
  heartbeatLateMs: 60_000,
  heartbeatSeconds: 15,
  /** When to come back to a server that is stopping. */
  stopRetrySeconds: 5,
  /** A signal to stop that comes again within this time is the same one. */
  stopRepeatMs: 1_000,
  /** Figures: the longest time looked at, the time looked at when none is asked for, and how far back a first count goes. */
  seenDays: 366,
  seenDaysAtFirst: 28,
  seenBackDays: 800,
  /** Rows of one day that are counted one by one: answers, closures, first looks. */
  seenDayRows: 50_000,
  /** How often the present day is counted anew. */
  seenSeconds: 600,
  /** Groups of fewer patients than this are not shown: one of them could be guessed. */
  smallGroupPatients: 10,
  /** Unread for this long is what the figures call unread. */
  unreadDays: 3,
  /** Unread conversations whose patients' ages are looked at for one list. */
  unreadListed: 500,
  /** How long each opening of a conversation by a colleague is kept, for the lists behind the figures. */
  touchDays: 400,
  touchesSwept: 10_000,
  /** The longest time that may be expected of a role, in minutes of opening: a hundred hours. */
  expectedMinutes: 6_000,
  expectations: 4,
  /** A backup: bytes of the database that wait to be sealed, of one object in the store, and of the log taken in one go. */
  backupLineBytes: 8 * 1024 * 1024,
  backupObjectBytes: 64 * 1024 * 1024,
  backupLogSegments: 8,
  /** How much is lost at most with the server's disk: of messages, and of files. A whole backup follows once a day. */
  backupLogSeconds: 60,
  backupFileSeconds: 30 * 60,
  backupEveryMs: 24 * 60 * 60_000,
  /** Values of each sealed column of each practice that are opened after a restore. */
  backupSampleRows: 200,
  /** Pauses of messages: how many there may be at a time, the longest, and how far back they are listed. */
  pauses: 100,
  pauseDays: 366,
  pausesListedDays: 90,
  pauseADay: 10_000,
  /** The longest time that a patient may be kept from writing, and blocks listed. */
  blockDays: 90,
  blocksListed: 200,
  coachingCharacters: 2_000,
  /** Coachings counted beside their texts, and shown on a patient's card. */
  coachingCountedDays: 90,
  coachingsShown: 20,
  coachingShownDays: 365,
  bookingUrlCharacters: 500,
  /** The end of what keeps a patient from writing is waited for on the page when it is as near as this, and asked about so long after. */
  stopFollowedMs: 24 * 60 * 60_000,
  stopOverMs: 1_000,
  /** Triage rules: how many, the words of one of them, the letters of one word or phrase, and versions listed. */
  rules: 200,
  ruleWords: 60,
  ruleWordCharacters: 60,
  ruleAge: 130,
  ruleVersionsListed: 20,
  /** Sets of rules kept ready in memory; the longest unused practice goes first. */
  readyRuleSets: 1_000,
  /** Questions to a clinician: their words, how far ahead an answer may be needed, and minutes of opening when nothing else says. */
  consultCharacters: 2_000,
  consultDays: 14,
  consultMinutes: 2 * 60,
  consultsShown: 20,
  delegations: 200,
  labels: 60,
  labelNameCharacters: 30,
  ruleLabels: 10,
  /** A rule sends nothing in a conversation in which a rule or a colleague has written within this time. */
  ruleReplyQuietMs: 24 * 60 * 60_000,
  conversationLabels: 30,
  /** What the rules did with the messages of one conversation, in its history. */
  routingsShown: 50,
  topicMovesShown: 50,
  /** Conversations on which rules are tried before they are switched on, how far back, and those listed one by one. */
  trialConversations: 2_000,
  trialDays: 90,
  trialListed: 50,
  trialSliceConversations: 100,
  /** Clearing goals: working days and messages waiting at most, the tasks counted for one, and the minutes between two points of its day. */
  goalDays: 10,
  goalWaiting: 500,
  goalTasks: 10_000,
  goalStepMinutes: 60,
  /** Times at which an inbox is checked: how many in a week, and how far apart on a day. */
  checkTimes: 70,
  checkApartMinutes: 60,
  /** How long after its time a check is missed: the least, the most, and what a new roster begins with. */
  checkGraceLeastMinutes: 5,
  checkGraceMostMinutes: 240,
  checkGraceMinutes: 30,
  /** A look so long before its time is that check. */
  checkEarlyMinutes: 30,
  /** Rosters are looked at as often as this at least: opening hours may have been changed. */
  checkLookMinutes: 60,
  /** How far ahead the next check is looked for, and how far back those that nobody counted are. */
  checkAheadDays: 62,
  checkBackDays: 31,
  checksListed: 200,
  /** Somebody is at the screen so long after they last touched it; and how often the server is asked whether that was a check. */
  checkActMs: 2 * 60_000,
  checkAskMs: 5_000,
  /** Of one inbox, the newest that are looked at to say how it stands. */
  checksLookedAt: 40,
  /** Conversations of one patient that are put into one, those offered for it, and the times shown in a history. */
  mergedConversations: 5,
  mergeableListed: 20,
  mergesShown: 20,
  /** Messages that get a conversation of their own at once, and the conversations that were split from one. */
  splitMessages: 50,
  splitsShown: 20,
  /** What a stop leaves to what did not end in its time, before it is cut. */
  stopGraceMs: 2_000,
} as const
