const sooner = 'it is asked again sooner than it has to be, and is told the same'

/** Faults that change nothing anybody can observe, each by its name (mutate.ts) with the reason. */
export const equivalents: Record<string, string> = {
  'server/access/authenticate.ts actorOf: id === null || practiceId === null || kind === null → (id === null || practiceId === null && kind === null)':
    'the three are columns of one row that is found or not, and none of them may be null: all are, or none is',
  'server/access/authenticate.ts actorOf: id === null || practiceId === null → (id === null && practiceId === null)':
    'the three are columns of one row that is found or not, and none of them may be null: all are, or none is',
  "server/access/as-practitioner.ts asPractitioner: ctx.tx .selectFrom('memberships') .select(['account_id', 'role']) .where('practice_id', '=', practiceId) .where('id', '=', id) .where('kind', '=', 'practitioner') → ctx.tx .selectFrom('memberships') .select(['account_id', 'role']) .where('practice_id', '=', practiceId) .where('id', '=', id)":
    'who has no role is turned away behind it, and a patient has none',
  'server/access/as-practitioner.ts asPractitioner: membership === undefined || membership.account_id === null || membership.role === null → (membership === undefined || membership.account_id === null && membership.role === null)':
    'of a confirmed colleague neither is null: the database refuses it',
  'server/access/conversations.ts doorFor: doors.set(name, door) → ;':
    'the statement is put together anew for each request, and is the same',
  'server/access/conversations.ts accessAgain: error instanceof Problem && error.status === 404 → (error instanceof Problem || error.status === 404)':
    'who is refused another way may not do it with the row either, and is told of the first refusal',
  "server/access/templates.ts accessDocument: 'template.read' → ''":
    'whatever is no change is a look: the door has no third way',
  'server/routing/cover-facts.ts turnOf: rotations.length === 0 → false':
    'where there is none there is none of today either',
  'server/routing/cover-facts.ts nextChange: facts.absences .filter((absence) => isSameParty(absence.of, of)) → facts.absences':
    sooner,
  'server/routing/cover-facts.ts nextChange: facts.rotations .filter((rotation) => isSameParty(rotation.of, of)) → facts.rotations':
    sooner,
  'server/routing/cover-facts.ts nextDayOf: endsOn !== null && today.toString() > endsOn → false': sooner,
  'server/routing/cover-facts.ts nextDayOf: endsOn !== null → endsOn === null': sooner,
  'server/routing/cover-facts.ts nextDayOf: return [] → return': 'no day is no later day',
  'server/routing/cover-facts.ts nextDayOf: today.toString() < startsOn → false': sooner,
  'server/routing/may-write.ts whyNotWrite: filled.until < filled.nextDayAt → filled.until <= filled.nextDayAt':
    'where they are the same instant, either is it',
  'server/routing/may-write.ts whyNotWrite: coolDown?.againAt ?? null → coolDown?.againAt':
    'what is not there is no later than now',
  'server/routing/walk-responders.ts walkResponders: responder.until < until → responder.until <= until':
    'where they are the same instant, either is it',
  "server/routing/choose-responder.ts personFor: 'practitioner' → ''":
    'where the way comes back to the first it is gone once more, to the second, and ends at nobody all the same',
  "server/routing/choose-responder.ts personFor: 'care-team' → ''":
    'no inbox has the id of a colleague: nobody who may act is found under it',
  "server/access/conversations.ts makeDoor: found.orderBy('conversations.id') → found":
    'rows that somebody holds are left out and waited for by nobody: in whatever order they are locked',
}
