// Every way in which somebody of the clinic can stand to a conversation, and every way that looks like one and is none.
import type { makeRows } from './rows.ts'

export const now = new Date('2026-06-15T12:00:00.000Z')
export const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()

/** The conversation's inbox, another one, who answers for it, a third colleague, and who is asked about. */
export type Scene = { practice: string; x: string; home: string; other: string; responsible: string; third: string }
export type Place = { conversation: string; patient: string; otherPatient: string }
type Maker = ReturnType<typeof makeRows>
type Ids = { next(): string }
export type Relation = {
  name: string
  /** Once for a scene. */
  once?(make: Maker, ids: Ids, scene: Scene): void
  /** For each of its conversations. */
  each?(make: Maker, ids: Ids, scene: Scene, place: Place): void
  usual?: 'x' | 'third'
  responsible?: 'x' | 'nobody'
}

const task =
  (more: {
    status: 'requested' | 'accepted' | 'completed' | 'cancelled'
    owner?: 'x' | 'third'
    escalated?: 'x'
    inbox?: 'other'
    kind?: 'contact-patient'
  }): NonNullable<Relation['each']> =>
  (make, ids, scene, place) =>
    make.task(scene.practice, ids.next(), {
      conversation_id: place.conversation,
      patient_id: place.patient,
      kind: more.kind ?? 'respond',
      status: more.status,
      care_team_id: more.inbox === undefined ? scene.home : scene.other,
      owner_id: more.owner === undefined ? (more.status === 'accepted' ? scene.third : null) : scene[more.owner],
      escalated_to_id: more.escalated === undefined ? null : scene.x,
    })

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

export const relations: Relation[] = [
  { name: 'none' },
  { name: 'works in its inbox', once: (make, _ids, { practice, home, x }) => make.worksIn(practice, home, x) },
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
]

/** All of them at once: how somebody stands to the same ids in another practice. */
export const everything: Relation = {
  name: 'everything, in another practice',
  usual: 'x',
  once(make, ids, scene) {
    make.worksIn(scene.practice, scene.home, scene.x)
    make.worksIn(scene.practice, scene.other, scene.x)
    away({})(make, ids, scene)
    away({ of: 'third' })(make, ids, scene)
  },
  each(make, ids, scene, place) {
    task({ status: 'requested', owner: 'x', escalated: 'x' })(make, ids, scene, place)
    reason({ until: 30 })(make, ids, scene, place)
  },
}
