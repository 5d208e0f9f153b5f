/** 'mine', or the id of an inbox. */
export type QueueName = string
export type QueueStatus = 'open' | 'closed'

/** The addresses of one membership's workspace. Names and health numbers never stand in them. */
export function addressesOf(membershipId: string) {
  const base = `/staff/${membershipId}`
  const inQueue = (queue: QueueName, status: QueueStatus, conversationId?: string) =>
    `${base}/queue/${queue}${conversationId ? `/${conversationId}` : ''}${status === 'closed' ? '?status=closed' : ''}`
  return {
    start: base,
    queue: inQueue,
    conversation: (conversationId: string) => `${base}/conversations/${conversationId}`,
    unfiled: `${base}/unfiled`,
    patients: `${base}/patients`,
    addPatient: `${base}/patients/new`,
    patient: (patientId: string) => `${base}/patients/${patientId}`,
    changePatient: (patientId: string) => `${base}/patients/${patientId}/change`,
    writeTo: (patientId: string) => `${base}/patients/${patientId}/write`,
    colleagues: `${base}/colleagues`,
    addColleague: `${base}/colleagues/new`,
    inboxes: `${base}/inboxes`,
    inbox: (careTeamId: string) => `${base}/inboxes/${careTeamId}`,
    topics: `${base}/topics`,
    topic: (topicId: string) => `${base}/topics/${topicId}`,
    practice: `${base}/practice`,
    hours: `${base}/practice/hours`,
    audit: `${base}/audit`,
  } as const
}
export type Addresses = ReturnType<typeof addressesOf>
