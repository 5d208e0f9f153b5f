// What the clinic says to everybody or keeps for its own people: closed days, labels, triage rules and what is told to patients who use
// messages for something else.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { aRule } from '../../server/rules/rules.fixture.ts'
import { call } from '../../server/testing/factories.ts'
import type { Canaries, Kind } from './canaries.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf } from './sowing.ts'

export async function keepClinicWords(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const { house } = place
  const administrator = personOf(people, 'administrator')
  const word = (kind: Kind, says: string) =>
    canaries.word({ practice: people.name, kind, patient: null, at: people.name, says: `${people.name} ${says}` })
  const inBoth = (kind: Kind, says: string) => ({ en: word(kind, `${says}, en`), fr: word(kind, `${says}, fr`) })

  const { body: practice } = await done(call(house, administrator, api.readPractice, {}))
  const closures = [{ date: `${new Date().getUTCFullYear() + 1}-07-01`, name: inBoth('closed day', 'closed day') }]
  await done(call(house, administrator, api.changePractice, { closures, version: practice.version }))

  const labelId = uuidv7()
  const label = { labelId, name: inBoth('staff words', 'label'), isOffered: true, version: 0 }
  await done(call(house, administrator, api.saveLabel, label))
  const patientId = people.patients.get('patient0')?.id ?? ''
  const { rows } = await place.owner.query<{ id: string }>(
    'select id from conversations where practice_id = $1 and patient_id = $2 and care_team_id = $3 limit 1',
    [people.practice.id, patientId, people.practice.careTeam.id],
  )
  await done(call(house, personOf(people, 'nurse'), api.putLabel, { conversationId: rows[0]?.id ?? '', labelId }))

  await done(
    call(house, administrator, api.saveCoachingText, {
      kind: 'one-thing',
      text: inBoth('staff words', 'words for patients who ask several things'),
      version: 0,
    }),
  )
  await done(
    call(house, administrator, api.saveRules, {
      rules: [
        aRule({
          name: word('staff words', 'name of a rule'),
          when: { words: [word('staff words', 'word of a rule')] },
        }),
      ],
      version: 0,
    }),
  )
}
