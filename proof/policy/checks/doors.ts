// The doors to a patient, to a colleague, to what nobody would act on, and to an absence or a rotation: own, another's, of
// another practice, none.
import type { Actor } from '../../../server/access/context.ts'
import { forbidden } from '../../../server/platform/problems.ts'
import { type Answer, answerAt, contextFor, enter, entries, expectedAtEntry, staffParts } from '../acting.ts'
import { isDutyOf } from '../duties.ts'
import type { Member } from '../facts.ts'
import type { Ground } from '../ground.ts'
import { onAbsenceOf, onWritingTo } from '../oracle.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import type { Way } from './conversations.ts'

const nobodysId = '00000000-0000-7000-8000-fffffffffffe'

export async function checkDoors(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  const { grid, stage } = ground
  const [full = '', subject = ''] = grid.practices
  for (const practice of [full, subject]) {
    const cell = grid.cells.find(({ who, relation }) => who.practice === practice && relation === 'none')
    const patient = cell?.patient ?? ''
    const another = grid.cells.find((one) => one.who.practice === practice && one.patient !== patient)?.patient ?? ''
    const facts = ground.factsOf({ who: { ...(cell?.who as Member) }, conversation: '', patient })
    const people = [...staffParts, 'patient' as const].map((part): Member => {
      const id = grid.members.find((member) => member.part === part && member.practice === practice)?.id ?? patient
      return { id, practice, account: id, part, standing: 'confirmed' }
    })
    await stage[way].transact({ practiceId: practice, actorId: practice, requestId: practice }, async (tx) => {
      for (const who of people) {
        for (const entry of entries) {
          const actor = enter(product, who, entry)
          const ask = async (
            what: string,
            should: Answer,
            door: (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>,
            row?: string,
            key?: string,
          ) => {
            const expected = entry === 'confirmed' ? should : expectedAtEntry(entry)
            const { ctx, keysOf } = contextFor(tx, typeof actor === 'string' ? ({} as Actor) : actor, now)
            const answer = typeof actor === 'string' ? actor : await answerAt(() => door(ctx), row)
            tally.look(`people and absences${way === 'bare' ? ', past row-level security' : ''}`)
            const isKeyless = answer === 'allowed' && key !== undefined && !keysOf.has(key)
            if (answer !== expected || isKeyless) {
              tally.differ(
                `${who.part} (${entry}): ${what}: the policy says ${expected}, the product ${answer}${isKeyless ? ' without the key' : ''}`,
              )
            }
          }
          for (const id of [patient, another, grid.strays.patient, grid.strays.onlyFirst, nobodysId]) {
            const isThere =
              ![nobodysId, grid.strays.patient].includes(id) && !(id === grid.strays.onlyFirst && practice !== full)
            const all = { ...facts, patients: isThere ? [{ practice, id, usualPractitioner: null }] : [] }
            await ask(
              'write to a patient',
              onWritingTo(all, who, id),
              (ctx) => product.patients.accessPatient(ctx, id),
              id,
              id,
            )
            for (const [duty, action] of [
              ['read patients', 'patient.read'],
              ['change patients', 'patient.manage'],
            ] as const) {
              const may = isDutyOf(who.part, duty) ? (isThere ? 'allowed' : 'hidden') : 'forbidden'
              await ask(duty, may, (ctx) => product.people.accessPatient(ctx, id, action), id, id)
            }
          }
          await askColleagues(product, ground, who, ask)
          await askOrphans(product, ground, who, ask)
          await askAbsences(product, ground, who, ask)
        }
      }
    })
  }
}

type Ask = (
  what: string,
  should: Answer,
  door: (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>,
  row?: string,
) => Promise<void>

/** Members stand in the directory once, here for the first practice: in another there is a row of that id, and no colleague. */
async function askColleagues(product: Product, ground: Ground, who: Member, ask: Ask): Promise<void> {
  const { grid } = ground
  const [full] = grid.practices
  const may = isDutyOf(who.part, 'change colleagues')
  for (const { id, part } of grid.members.filter(({ practice }) => practice === full)) {
    const should = !may ? 'forbidden' : who.practice === full ? 'allowed' : 'hidden'
    await ask(
      'change a colleague',
      should,
      async (ctx) => {
        const row = await product.people.accessPractitioner(ctx, id)
        return row.role === part ? row : { id: `somebody who is ${row.role}` }
      },
      id,
    )
  }
  for (const nobody of [nobodysId, grid.strays.onlyFirst]) {
    await ask('change nobody', may ? 'hidden' : 'forbidden', (ctx) => product.people.accessPractitioner(ctx, nobody))
  }
}

/** What comes along is of the row that was asked for. */
async function askOrphans(product: Product, ground: Ground, who: Member, ask: Ask): Promise<void> {
  const mends = isDutyOf(who.part, 'give out what nobody would act on')
  for (const { practice, id, replyWithin } of ground.grid.strays.found) {
    const may = mends ? (practice === who.practice ? 'allowed' : 'hidden') : 'forbidden'
    await ask(
      'give out a conversation',
      may,
      async (ctx) => {
        const row = await product.people.accessOrphan(ctx, id)
        return row.reply_within_minutes === replyWithin ? row : { id: `one of another topic` }
      },
      id,
    )
  }
}

async function askAbsences(product: Product, ground: Ground, who: Member, ask: Ask): Promise<void> {
  const isStaff = isDutyOf(who.part, 'read who is away')
  for (const { id, practice, practitioner, inboxOwner } of ground.grid.rotations) {
    const may = !isStaff
      ? 'forbidden'
      : practice !== who.practice
        ? 'hidden'
        : onAbsenceOf(who, { practitioner, inboxOwner })
    await ask('change a rotation', may, (ctx) => product.absences.accessRotation(ctx, id), id)
  }
  const absences = ground.factsOf({ who, conversation: '', patient: '' }).absences
  for (const absence of absences) {
    const may = isStaff ? onAbsenceOf(who, absence) : 'forbidden'
    await ask('change an absence', may, (ctx) => product.absences.accessAbsence(ctx, absence.id), absence.id)
  }
  const whose = [who.id, 'another', null]
  for (const practitioner of whose) {
    for (const inboxOwner of whose) {
      await ask('write an absence', onAbsenceOf(who, { practitioner, inboxOwner }), async (ctx) => {
        if (!product.absences.canChangeAbsence(ctx.actor, { practitionerId: practitioner, inboxOwnerId: inboxOwner })) {
          throw forbidden()
        }
      })
    }
  }
}
