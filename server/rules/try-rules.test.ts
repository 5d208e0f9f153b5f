// What is promised here: rules are tried on what came before they are in force, nothing changes by it, and whoever may not read a
// conversation learns of it only among many.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import type { Rule } from '../../shared/rules.ts'
import { aWaitingMessage, openTaskOf } from '../tasks/queue.fixture.ts'
import { aCareTeam, aPatient, aPractice, call } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aRule, putInForce } from './rules.fixture.ts'

const house = useTestHouse()

async function aWorld() {
  const practice = await aPractice(house())
  const { physician, nurse } = practice
  const doctors = await aCareTeam(house(), practice, { owner: physician, backup: nurse, nameEn: 'Doctors' })
  const patient = await aPatient(house(), practice)
  const attempt = async (rules: Rule[], by: { id: string; as: Record<string, string> } = nurse) => {
    const answer = await call(house(), by, api.tryRules, { rules })
    expect(answer.status).toBe(200)
    return answer.body
  }
  const toDoctors = aRule({ when: { words: ['rash'] }, does: { careTeamId: doctors.id, isUrgent: true } })
  return { practice, doctors, patient, attempt, toDoctors }
}

test('a trial tells what would be other, and changes nothing', async () => {
  const { practice, doctors, patient, attempt, toDoctors } = await aWorld()
  const met = await aWaitingMessage(house(), practice, { patient, text: 'A RASH on my arm.' })
  await aWaitingMessage(house(), practice, { patient, text: 'Two tablets left.' })

  const trial = await attempt([aRule({ when: { words: ['fever'] } }), toDoctors])
  expect(trial).toMatchObject({
    looked: 2,
    hasMore: false,
    met: [{ count: 0, isExact: true }, { count: 1 }],
    changed: {
      all: { count: 1 },
      inbox: { count: 1 },
      person: { count: 0 },
      urgent: { count: 1 },
      labels: { count: 0 },
    },
    items: [
      {
        conversationId: met.conversationId,
        careTeamId: doctors.id,
        isUrgent: true,
        numbers: [2],
        patient: { id: patient.id },
      },
    ],
  })
  expect(await openTaskOf(house(), practice.id, met.conversationId)).toMatchObject({
    care_team_id: practice.careTeam.id,
    priority: 'routine',
  })
})

test('what the rules in force do already is not other', async () => {
  const { practice, attempt, toDoctors } = await aWorld()
  await putInForce(house(), practice, [toDoctors])
  await aWaitingMessage(house(), practice, { text: 'A rash.' })
  const trial = await attempt([toDoctors])
  expect(trial).toMatchObject({ met: [{ count: 1 }], changed: { all: { count: 0 } }, items: [] })
  expect((await attempt([])).changed).toMatchObject({ all: { count: 1 }, inbox: { count: 1 } })
})

test('ninety days and no more', async () => {
  const { practice, attempt, toDoctors } = await aWorld()
  await aWaitingMessage(house(), practice, { text: 'A rash.' })
  house().clock.advance({ days: 91 })
  expect(await attempt([toDoctors])).toMatchObject({ looked: 0, met: [{ count: 0 }] })
})

test('whoever may not read a conversation learns of it only among many', async () => {
  const { practice, patient, attempt, toDoctors } = await aWorld()
  const send = (text: string) => aWaitingMessage(house(), practice, { patient, text })
  await send('A rash.')
  expect(await attempt([toDoctors], practice.administrator)).toMatchObject({
    looked: 1,
    met: [{ count: 0, isExact: false }],
    changed: { all: { count: 0, isExact: false } },
    items: [],
  })
  for (let more = 0; more < 10; more++) {
    await send('Again a rash.')
  }
  expect(await attempt([toDoctors], practice.administrator)).toMatchObject({
    met: [{ count: 10, isExact: false }],
    items: [],
  })
})
