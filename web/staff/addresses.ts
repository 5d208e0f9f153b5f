/** 'mine', or the id of an inbox. */
export type QueueName = string
/** open: somebody has to act. answered: nobody has, and it waits to be closed. */
export const queueStatuses = ['open', 'answered', 'closed'] as const
export type QueueStatus = (typeof queueStatuses)[number]
/** What of a queue is shown, as it stands in the address. */
export type QueueShown = {
  status?: QueueStatus | undefined
  label?: string | undefined
  priority?: 'urgent' | undefined
  /** The saved view as which it was opened. */
  view?: string | undefined
}

/** The addresses of one membership's workspace. Names and health numbers never stand in them. */
export function addressesOf(membershipId: string) {
  const base = `/staff/${membershipId}`
  const inQueue = (queue: QueueName, shown: QueueShown = {}, conversationId?: string) => {
    const { status = 'open', label, priority, view } = shown
    const query = new URLSearchParams({
      ...(status !== 'open' && { status }),
      ...(label && { label }),
      ...(priority && status === 'open' && { priority }),
      ...(view && { view }),
    })
    return `${base}/queue/${queue}${conversationId ? `/${conversationId}` : ''}${query.size > 0 ? `?${query}` : ''}`
  }
  return {
    start: base,
    queue: inQueue,
    focus: `${base}/focus`,
    messagePlan: `${base}/message-times`,
    goals: `${base}/goals`,
    /** 'mine', or the id of an inbox. */
    goal: (whose: string) => `${base}/goals/${whose}`,
    focusOn: (taskId: string, conversationId: string, left: number) =>
      `${base}/focus/${taskId}/${conversationId}?left=${left}`,
    conversation: (conversationId: string) => `${base}/conversations/${conversationId}`,
    search: `${base}/search`,
    found: (conversationId: string, messageId: string | null) =>
      `${base}/search/${conversationId}${messageId === null ? '' : `?message=${messageId}`}`,
    unfiled: `${base}/unfiled`,
    later: `${base}/later`,
    patients: `${base}/patients`,
    addPatient: `${base}/patients/new`,
    patient: (patientId: string) => `${base}/patients/${patientId}`,
    changePatient: (patientId: string) => `${base}/patients/${patientId}/change`,
    writeTo: (patientId: string) => `${base}/patients/${patientId}/write`,
    colleagues: `${base}/colleagues`,
    addColleague: `${base}/colleagues/new`,
    absences: `${base}/absences`,
    absencesIn: (month: string) => `${base}/absences?month=${month}`,
    absence: (absenceId: string) => `${base}/absences/${absenceId}`,
    rotation: (rotationId: string) => `${base}/rotations/${rotationId}`,
    responders: `${base}/responders`,
    respondersFrom: (day: string) => `${base}/responders?from=${day}`,
    handover: (absenceId: string) => `${base}/handovers/${absenceId}`,
    inboxes: `${base}/inboxes`,
    inbox: (careTeamId: string) => `${base}/inboxes/${careTeamId}`,
    checks: `${base}/checks`,
    checkRoster: (careTeamId: string) => `${base}/checks/${careTeamId}`,
    topics: `${base}/topics`,
    topic: (topicId: string) => `${base}/topics/${topicId}`,
    templates: `${base}/templates`,
    belowMessages: `${base}/templates/below`,
    template: (templateId: string) => `${base}/templates/${templateId}`,
    practice: `${base}/practice`,
    hours: `${base}/practice/hours`,
    audit: `${base}/audit`,
    messaging: `${base}/messaging`,
    blocks: `${base}/blocks`,
    pause: (pauseId: string) => `${base}/messaging/pauses/${pauseId}`,
    seeing: `${base}/figures`,
    /** `query` says of which figure, and within what. */
    seen: (query: string) => `${base}/figures/conversations${query}`,
    rules: `${base}/rules`,
    expectations: `${base}/expectations`,
    late: `${base}/late`,
    orphans: `${base}/orphans`,
  } as const
}
export type Addresses = ReturnType<typeof addressesOf>
