/** What a PDF does against a clause of ISO 19005-3:2012 (PDF/A-3), level A. */
export type Finding = { clause: string; says: string }
export type Report = (clause: string, says: string) => void
