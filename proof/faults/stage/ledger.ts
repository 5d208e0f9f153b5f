/** What the server has said that it did. It is kept in this process alone, so that nothing the server loses is lost here. */
export type Ledger = {
  /** By practice: a colleague who may read every conversation of it. */
  readers: Map<string, string>
  messages: AckedMessage[]
  files: AckedFile[]
  /** Every answered request of an endpoint that is audited: its act stands in the log under this request's id. */
  acts: AckedAct[]
}

export type AckedMessage = {
  practiceId: string
  patientId: string
  conversationId: string
  id: string
  actorId: string
  text: string
  /** As the answer had it, for each answer: the first and every repeat. */
  answers: { sequence: number; text: string; autoReplyId: string | null }[]
  /** When it was first asked for, and when it was first known to be done. */
  askedAtMs: number
  ackedAtMs: number
  attachmentIds: string[]
}
export type AckedFile = { practiceId: string; id: string; sha256: string; sizeBytes: number }
export type AckedAct = { practiceId: string; act: string; requestId: string }

export function newLedger(): Ledger {
  return { readers: new Map(), messages: [], files: [], acts: [] }
}
