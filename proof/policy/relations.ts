// Every way in which somebody of the clinic can stand to a conversation, and every way that looks like one and is none.
import type { makeRows } from './rows.ts'

export const now = new Date('2026-06-15T12:00:00.000Z')
export const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()

/** The conversation's inbox, another one, who answers for it, a third colleague, and who is asked about. */
export type Scene = { practice: string; x: string; home: string; other: string; responsible: string; third: string }
export type Place = {
  conversation: string
  patient: string
  otherPatient: string
  /** Another conversation of the same patient. */
  beside: string
  /** A letter of it that stays, and one that may be answered apart. */
  letters: { stays: string; apart: string }
  /** What somebody may have done in it. */
  done: Record<DoneThing, string>
}
export const doneThings = ['written', 'approved', 'sent later', 'waiting', 'decided', 'asked', 'given'] as const
export type DoneThing = (typeof doneThings)[number]
type Maker = ReturnType<typeof makeRows>
type Ids = { next(): string }
export type Relation = {
  name: string
  /** Once for a scene. */
  once?(make: Maker, ids: Ids, scene: Scene): void
  /** For each of its conversations. */
  each?(make: Maker, ids: Ids, scene: Scene, place: Place): void
  /** What the other conversation of its patient, in the other inbox, is to it. */
  beside?: 'head' | 'part' | 'answers a letter of it' | 'its letters are answered here'
  usual?: 'x' | 'third'
  responsible?: 'x' | 'nobody'
}

const task =
  (more: {
    status: 'requested' | 'accepted' | 'completed' | 'cancelled'
    owner?: 'x' | 'third'
    escalated?: 'x'
    inbox?: 'other'
    asked?: 'other'
    kind?: 'contact-patient' | 'follow-up'
    of?: 'beside'
  }): NonNullable<Relation['each']> =>
  (make, ids, scene, place) =>
    make.task(scene.practice, ids.next(), {
      conversation_id: more.of === undefined ? place.conversation : place.beside,
      for_care_team_id: more.asked === undefined ? null : scene.other,
      patient_id: place.patient,
      kind: more.kind ?? 'respond',
      status: more.status,
      care_team_id: more.inbox === undefined ? scene.home : scene.other,
      owner_id: more.owner === undefined ? (more.status === 'accepted' ? scene.third : null) : scene[more.owner],
      escalated_to_id: more.escalated === undefined ? null : scene.x,
    })

const all =
  (...some: NonNullable<Relation['each']>[]): NonNullable<Relation['each']> =>
  (make, ids, scene, place) =>
    some.forEach((one) => one(make, ids, scene, place))

const inHome: NonNullable<Relation['once']> = (make, _ids, { practice, home, x }) => make.worksIn(practice, home, x)
const inOther: NonNullable<Relation['once']> = (make, _ids, { practice, x, other }) => make.worksIn(practice, other, x)

const away =
  (more: {
    of?: 'third' | 'x' | 'home'
    by?: 'x' | 'other' | 'third' | null
    from?: number
    until?: number
    isCancelled?: boolean
  }): NonNullable<Relation['once']> =>
  (make, ids, scene) => {
    const by = more.by === undefined ? 'x' : more.by
    make.absence(scene.practice, ids.next(), {
      practitioner_id: more.of === 'home' ? null : scene[more.of ?? 'responsible'],
      care_team_id: more.of === 'home' ? scene.home : null,
      covering_practitioner_id: by === 'x' || by === 'third' ? scene[by] : null,
      covering_care_team_id: by === 'other' ? scene.other : null,
      starts_at: at(more.from ?? -60),
      ends_at: at(more.until ?? 60),
      cancelled_at: more.isCancelled === true ? at(-30) : null,
    })
  }

const reason =
  (more: { by?: 'third'; about?: 'other'; until: number }): NonNullable<Relation['each']> =>
  (make, ids, scene, place) =>
    make.reason(scene.practice, ids.next(), {
      patient_id: more.about === 'other' ? place.otherPatient : place.patient,
      practitioner_id: scene[more.by ?? 'x'],
      expires_at: at(more.until),
    })

/** Everything that can be done in a conversation. */
const did =
  (who: 'x' | 'third'): NonNullable<Relation['each']> =>
  (make, _ids, scene, { conversation, patient, done }) => {
    const by = scene[who]
    const another = who === 'x' ? scene.third : scene.x
    const of = { conversation_id: conversation, patient_id: patient }
    const inbox = scene.other
    make.message(scene.practice, done.written, { ...of, author_id: by })
    make.message(scene.practice, done.approved, { ...of, author_id: another, approved_by_id: by })
    make.scheduled(scene.practice, done['sent later'], { ...of, author_id: by, state: 'sent' })
    make.scheduled(scene.practice, done.waiting, { ...of, author_id: by, state: 'waiting' })
    make.consult(scene.practice, done.decided, { ...of, asked_care_team_id: inbox, decided_by_id: by })
    make.consult(scene.practice, done.asked, { ...of, asked_care_team_id: inbox, decided_by_id: null })
    const given = { conversation_id: conversation, task_id: done.given, giver_id: by, care_team_id: inbox }
    make.given(scene.practice, done.given, given)
  }

export const relations: Relation[] = [
  { name: 'none' },
  { name: 'works in its inbox', once: inHome },
  { name: 'works in another inbox', once: inOther },
  { name: 'has its task to do', each: task({ status: 'requested', owner: 'x' }) },
  { name: 'has claimed its task', each: task({ status: 'accepted', owner: 'x' }) },
  { name: 'has to reach its patient', each: task({ status: 'requested', owner: 'x', kind: 'contact-patient' }) },
  { name: 'has done its task', each: task({ status: 'completed', owner: 'x' }) },
  { name: 'had its task, which was called off', each: task({ status: 'cancelled', owner: 'x' }) },
  { name: 'its task is another’s', each: task({ status: 'accepted', owner: 'third' }) },
  { name: 'its task was escalated to them', each: task({ status: 'requested', escalated: 'x' }) },
  {
    name: 'its claimed task was escalated to them',
    each: task({ status: 'accepted', owner: 'third', escalated: 'x' }),
  },
  { name: 'its task, now done, was escalated to them', each: task({ status: 'completed', escalated: 'x' }) },
  { name: 'works in the inbox that is to do it', once: inOther, each: task({ status: 'requested', inbox: 'other' }) },
  { name: 'works in the inbox that has done it', once: inOther, each: task({ status: 'completed', inbox: 'other' }) },
  { name: 'an inbox they do not work in is to do it', each: task({ status: 'requested', inbox: 'other' }) },
  { name: 'acts for who answers for it', once: away({}) },
  { name: 'acts from this very instant', once: away({ from: 0 }) },
  { name: 'acted until this very instant', once: away({ until: 0 }) },
  { name: 'will act', once: away({ from: 1, until: 60 }) },
  { name: 'acted, and no longer', once: away({ until: -1 }) },
  { name: 'was to act, and it was called off', once: away({ isCancelled: true }) },
  { name: 'acts for a colleague who does not answer for it', once: away({ of: 'third' }) },
  { name: 'acts for its inbox', once: away({ of: 'home' }) },
  { name: 'acts for who answers, whom nobody is', responsible: 'nobody', once: away({}) },
  { name: 'another acts for who answers', once: away({ by: 'third' }) },
  { name: 'nobody acts for who answers', once: away({ by: null }) },
  {
    name: 'works in the inbox that acts for who answers',
    once: (make, ids, scene) => (inOther(make, ids, scene), away({ by: 'other' })(make, ids, scene)),
  },
  {
    name: 'works in an inbox that acted and no longer does',
    once: (make, ids, scene) => (inOther(make, ids, scene), away({ by: 'other', until: 0 })(make, ids, scene)),
  },
  {
    name: 'works in an inbox that was to act, which was called off',
    once: (make, ids, scene) => (inOther(make, ids, scene), away({ by: 'other', isCancelled: true })(make, ids, scene)),
  },
  { name: 'an inbox they do not work in acts', once: away({ by: 'other' }) },
  { name: 'answers for it, and works elsewhere', responsible: 'x' },
  { name: 'answers for it, and is away', responsible: 'x', once: away({ of: 'x', by: 'third' }) },
  { name: 'is its patient’s usual practitioner', usual: 'x' },
  { name: 'another is its patient’s usual practitioner', usual: 'third' },
  { name: 'gave a reason', each: reason({ until: 30 }) },
  { name: 'gave a reason that ends at this very instant', each: reason({ until: 0 }) },
  { name: 'gave a reason that has ended', each: reason({ until: -1 }) },
  { name: 'gave a reason to look at another patient', each: reason({ about: 'other', until: 30 }) },
  { name: 'another gave a reason', each: reason({ by: 'third', until: 30 }) },
  {
    name: 'has one of its follow-ups',
    each: all(
      task({ status: 'completed', owner: 'x', kind: 'follow-up' }),
      task({ status: 'requested', owner: 'x', kind: 'follow-up' }),
      task({ status: 'accepted', owner: 'third', kind: 'follow-up' }),
    ),
  },
  {
    name: 'has done one of its follow-ups, and others go on',
    each: all(
      task({ status: 'completed', owner: 'x', kind: 'follow-up' }),
      task({ status: 'requested', owner: 'third', kind: 'follow-up' }),
      task({ status: 'accepted', owner: 'third', kind: 'follow-up' }),
    ),
  },
  {
    name: 'works in the inbox of one of its follow-ups',
    once: inOther,
    each: all(
      task({ status: 'accepted', owner: 'third', kind: 'follow-up' }),
      task({ status: 'requested', inbox: 'other', kind: 'follow-up' }),
    ),
  },
  {
    name: 'works in the inbox of clinicians that was asked',
    once: inOther,
    each: task({ status: 'requested', inbox: 'other', asked: 'other' }),
  },
  {
    name: 'works in the inbox of clinicians that was asked and has answered',
    once: inOther,
    each: task({ status: 'completed', inbox: 'other', asked: 'other' }),
  },
  {
    name: 'works in the inbox that was asked, and another has it to do',
    once: inOther,
    each: task({ status: 'requested', asked: 'other' }),
  },
  { name: 'was put into another', beside: 'head' },
  { name: 'works in its inbox, and it was put into another', beside: 'head', once: inHome },
  { name: 'works in the inbox of what it was put into', beside: 'head', once: inOther },
  {
    name: 'has to do what it was put into',
    beside: 'head',
    each: task({ status: 'requested', owner: 'x', of: 'beside' }),
  },
  {
    name: 'has done what it was put into',
    beside: 'head',
    each: task({ status: 'completed', owner: 'x', of: 'beside' }),
  },
  {
    name: 'what it was put into was escalated to them',
    beside: 'head',
    each: task({ status: 'requested', escalated: 'x', of: 'beside' }),
  },
  {
    name: 'works in the inbox that is to do what it was put into',
    beside: 'head',
    once: inOther,
    each: task({ status: 'requested', inbox: 'other', of: 'beside' }),
  },
  {
    name: 'an inbox they do not work in is to do what it was put into',
    beside: 'head',
    each: task({ status: 'requested', inbox: 'other', of: 'beside' }),
  },
  {
    name: 'has to do what was put into it',
    beside: 'part',
    each: task({ status: 'requested', owner: 'x', of: 'beside' }),
  },
  { name: 'works in its inbox, and another was put into it', beside: 'part', once: inHome },
  {
    name: 'has to do another conversation of its patient',
    each: task({ status: 'requested', owner: 'x', of: 'beside' }),
  },
  { name: 'a letter of it is answered apart', beside: 'answers a letter of it' },
  { name: 'works in its inbox, and a letter is answered apart', beside: 'answers a letter of it', once: inHome },
  { name: 'works where a letter of it is answered', beside: 'answers a letter of it', once: inOther },
  {
    name: 'has to answer a letter of it apart',
    beside: 'answers a letter of it',
    each: task({ status: 'requested', owner: 'x', of: 'beside' }),
  },
  {
    name: 'works where the letters that it answers were written',
    beside: 'its letters are answered here',
    once: inOther,
  },
  { name: 'has done something in it', each: did('x') },
  { name: 'another has done something in it', each: did('third') },
]

/** All of them at once: how somebody stands to the same ids in another practice. */
export const everything: Relation = {
  name: 'everything, in another practice',
  usual: 'x',
  beside: 'answers a letter of it',
  once(make, ids, scene) {
    make.worksIn(scene.practice, scene.home, scene.x)
    make.worksIn(scene.practice, scene.other, scene.x)
    away({})(make, ids, scene)
    away({ of: 'third' })(make, ids, scene)
  },
  each(make, ids, scene, place) {
    task({ status: 'requested', owner: 'x', escalated: 'x' })(make, ids, scene, place)
    task({ status: 'requested', owner: 'x', of: 'beside' })(make, ids, scene, place)
    reason({ until: 30 })(make, ids, scene, place)
    did('x')(make, ids, scene, place)
  },
}
