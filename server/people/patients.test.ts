// A patient's card: sealed column by column, changed as a whole, read on record, and seen by this practice's staff alone.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { formatHealthNumber } from '../../shared/health-number.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aHealthNumber, aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aPatientForm } from './forms.fixture.ts'
import { openCard } from './patient-card.ts'

const house = useTestHouse()

async function auditOf(practiceId: string): Promise<Record<string, unknown>[]> {
  const rows = await inPractice(house(), practiceId, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  return rows.map(({ payload }) => JSON.parse(payload.toString('utf8')) as Record<string, unknown>)
}

describe('adding', () => {
  test('a patient has a card, and no account yet', async () => {
    const practice = await aPractice(house())
    const input = {
      ...aPatientForm(),
      familyName: ' D’Argent ',
      givenName: 'Élise',
      usualPractitionerId: practice.physician.id,
    }
    const answer = await call(house(), practice.clerk, api.addPatient, input)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      id: input.patientId,
      familyName: 'D’Argent',
      givenName: 'Élise',
      name: 'Élise D’Argent',
      birthDate: '1991-02-03',
      healthNumber: input.healthNumber.replaceAll('-', '').slice(0, 10),
      healthNumberVersion: 'AB',
      language: 'fr',
      email: 'mina@example.test',
      phone: '613 555-0177',
      usualPractitionerId: practice.physician.id,
      status: 'none',
      invitation: null,
      noticeProblem: null,
      textsStopped: null,
      version: 1,
    })
    expect((await call(house(), practice.nurse, api.readPatient, { patientId: input.patientId })).body).toEqual(
      answer.body,
    )
  })

  test('nothing that names the patient stands in the database as it was typed', async () => {
    const practice = await aPractice(house())
    const input = { ...aPatientForm(), familyName: 'Quillon', givenName: 'Zephyrine' }
    await call(house(), practice.clerk, api.addPatient, input)
    await call(house(), practice.clerk, api.listPatients, { search: 'Quillon' })
    const kept = await inPractice(house(), practice.id, async (tx) =>
      JSON.stringify(
        [
          await tx.selectFrom('patients').selectAll().execute(),
          await tx.selectFrom('audit_events').selectAll().execute(),
          await tx.selectFrom('data_keys').selectAll().execute(),
        ],
        (_key, value: unknown) => (isBuffer(value) ? Buffer.from(value.data).toString('latin1') : value),
      ),
    )
    for (const clear of [
      'Quillon',
      'quillon',
      'Zephyrine',
      '1991-02-03',
      input.healthNumber.slice(0, 8),
      'mina@',
      '555-0177',
    ]) {
      expect(kept).not.toContain(clear)
    }
  })

  test('the same click sent twice adds one, and answers the same', async () => {
    const practice = await aPractice(house())
    const input = aPatientForm()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(house(), practice.clerk, api.addPatient, input)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const other = await call(house(), practice.clerk, api.addPatient, { ...input, givenName: 'Someone' })
    expect(other).toMatchObject({ status: 422, body: { fields: [{ path: 'patientId', code: 'id-already-used' }] } })
  })

  test('a health number belongs to one patient of the practice: the answer names who has it', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const input = aPatientForm()
    await call(house(), practice.clerk, api.addPatient, input)
    // The same person with a new card: another version code.
    const twin = { ...aPatientForm(), healthNumber: `${input.healthNumber.slice(0, 12)} zz` }
    expect(await call(house(), practice.clerk, api.addPatient, twin)).toMatchObject({
      status: 409,
      body: { code: 'health-number-taken', facts: { patientId: input.patientId } },
    })
    expect((await call(house(), other.clerk, api.addPatient, twin)).status).toBe(200)
  })

  test('two front desks with one health number at once: one patient', async () => {
    const practice = await aPractice(house())
    const { healthNumber } = aPatientForm()
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(house(), practice.clerk, api.addPatient, { ...aPatientForm(), healthNumber })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
  })

  test.each([
    [{ familyName: ' ' }, [{ path: 'familyName', code: 'empty' }]],
    [{ givenName: 'a\u0000b' }, [{ path: 'givenName', code: 'nul' }]],
    [{ givenName: 'a\nb' }, [{ path: 'givenName', code: 'line-break' }]],
    [{ givenName: 'a\u202eb' }, [{ path: 'givenName', code: 'bidi-control' }]],
    [{ familyName: 'x'.repeat(100_000) }, [{ path: 'familyName', code: 'too-long', limit: 480 }]],
    [{ familyName: 'x'.repeat(121) }, [{ path: 'familyName', code: 'too-long', limit: 120 }]],
    [{ birthDate: '2026-11-25' }, [{ path: 'birthDate', code: 'in-future' }]],
    [{ birthDate: '1899-12-31' }, [{ path: 'birthDate', code: 'too-early' }]],
    [{ birthDate: '1990-02-30' }, [{ path: 'birthDate', code: 'malformed' }]],
    [{ healthNumber: '1234567890' }, [{ path: 'healthNumber', code: 'health-number-check-digit' }]],
    [{ healthNumber: 'abc' }, [{ path: 'healthNumber', code: 'health-number-too-few-digits' }]],
    [{ email: 'mina' }, [{ path: 'email', code: 'email' }]],
    [{ phone: 'none' }, [{ path: 'phone', code: 'phone' }]],
    [{ language: 'de' }, [{ path: 'language' }]],
    [{ patientId: 'x' }, [{ path: 'patientId' }]],
    [{ familyName: 7 }, [{ path: 'familyName' }]],
    [{ usualPractitionerId: uuidv7() }, [{ path: 'usualPractitionerId', code: 'not-found' }]],
    [{ status: 'confirmed' }, [{ path: 'status', code: 'unknown-field' }]],
    [
      { familyName: '', birthDate: '1800-01-01', email: '?' },
      [{ path: 'familyName' }, { path: 'birthDate' }, { path: 'email' }],
    ],
  ])('is refused, field by field: %j', async (input, fields) => {
    const practice = await aPractice(house())
    const answer = await callLoosely(house(), practice.clerk, api.addPatient, { ...aPatientForm(), ...input })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', fields } })
    expect((await call(house(), practice.clerk, api.listPatients, {})).body.items).toEqual([])
  })

  test('a colleague of another practice is nobody here', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const input = { ...aPatientForm(), usualPractitionerId: other.physician.id }
    expect(await call(house(), practice.clerk, api.addPatient, input)).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'usualPractitionerId', code: 'not-found' }] },
    })
  })

  test('what is left empty is not known', async () => {
    const practice = await aPractice(house())
    const input = { ...aPatientForm(), healthNumber: ' ', email: '', phone: null }
    expect((await call(house(), practice.clerk, api.addPatient, input)).body).toMatchObject({
      healthNumber: null,
      healthNumberVersion: null,
      email: null,
      phone: null,
    })
  })
})

describe('changing', () => {
  test('seals the whole row again at its next version', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice, { givenName: 'Ines' })
    const answer = await call(house(), practice.nurse, api.changePatient, {
      patientId: patient.id,
      givenName: 'Inès',
      phone: null,
      version: 1,
    })
    expect(answer).toMatchObject({
      status: 200,
      body: { givenName: 'Inès', familyName: patient.familyName, phone: null, email: patient.email, version: 2 },
    })
    const card = await inPractice(house(), practice.id, async (tx, keys) => {
      await keys.load([patient.id])
      const row = await tx.selectFrom('patients').selectAll().where('id', '=', patient.id).executeTakeFirstOrThrow()
      return openCard(keys, row)
    })
    expect(card).toMatchObject({ givenName: 'Inès', birthDate: patient.birthDate, healthNumber: patient.healthNumber })
  })

  test('an older form changes nothing and is told which fields differ', async () => {
    const practice = await aPractice(house())
    const { id: patientId } = await aPatient(house(), practice)
    await call(house(), practice.clerk, api.changePatient, { patientId, phone: '613-555-0101', version: 1 })
    const answer = await call(house(), practice.nurse, api.changePatient, {
      patientId,
      phone: '613-555-0102',
      birthDate: '1980-05-17',
      version: 1,
    })
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['phone'] } },
    })
    // Names of fields and nothing a patient's card says.
    expect(JSON.stringify(answer.body)).not.toContain('555')
  })

  test('the ten digits alone keep the version code; another number has its own', async () => {
    const practice = await aPractice(house())
    const { id: patientId, healthNumber } = await aPatient(house(), practice)
    const digits = healthNumber?.digits ?? ''
    const change = (typed: string, version: number) =>
      call(house(), practice.clerk, api.changePatient, { patientId, healthNumber: typed, version })
    expect((await change(digits, 1)).body).toMatchObject({ healthNumber: digits, healthNumberVersion: 'AB' })
    expect((await change(`${digits}cd`, 2)).body).toMatchObject({ healthNumber: digits, healthNumberVersion: 'CD' })
    const next = aHealthNumber(700_000_001).digits
    expect((await change(next, 3)).body).toMatchObject({ healthNumber: next, healthNumberVersion: null })
    expect((await change('', 4)).body).toMatchObject({ healthNumber: null, healthNumberVersion: null })
  })

  test('cannot take the health number of another patient', async () => {
    const practice = await aPractice(house())
    const [one, other] = await Promise.all([aPatient(house(), practice), aPatient(house(), practice)])
    const healthNumber = formatHealthNumber(other.healthNumber ?? aHealthNumber(1))
    const answer = await call(house(), practice.clerk, api.changePatient, {
      patientId: one.id,
      healthNumber,
      version: 1,
    })
    expect(answer).toMatchObject({ status: 409, body: { code: 'health-number-taken', facts: { patientId: other.id } } })
  })

  test('another e-mail address forgets that the last notice failed; another phone does not', async () => {
    const practice = await aPractice(house())
    const { id: patientId } = await aPatient(house(), practice)
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('patients').set({ notice_problem: 'bounced' }).where('id', '=', patientId).execute(),
    )
    const change = (input: { phone?: string; email?: string; version: number }) =>
      call(house(), practice.clerk, api.changePatient, { patientId, ...input })
    expect((await change({ phone: '613-555-0101', version: 1 })).body.noticeProblem).toBe('bounced')
    expect((await change({ email: 'new@example.test', version: 2 })).body.noticeProblem).toBeNull()
  })
})

describe('reading', () => {
  test('a patient of another practice answers as one who does not exist', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const theirs = await aPatient(house(), other)
    const ask = async (patientId: string) => {
      const answers = await Promise.all([
        call(house(), practice.nurse, api.readPatient, { patientId }),
        call(house(), practice.nurse, api.changePatient, { patientId, phone: null, version: 1 }),
        call(house(), practice.nurse, api.invitePatient, { patientId }),
      ])
      return answers.map(({ status, body }) => ({ status, body: { ...body, instance: '' } }))
    }
    const foreign = await ask(theirs.id)
    expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(foreign).toEqual(await ask(uuidv7()))
  })

  test('every look and change is on record, with the patient it was about', async () => {
    const practice = await aPractice(house())
    const { id: patientId } = await aPatient(house(), practice)
    await call(house(), practice.nurse, api.readPatient, { patientId })
    await call(house(), practice.clerk, api.changePatient, { patientId, phone: '613-555-0101', version: 1 })
    await call(house(), practice.privacyOfficer, api.listPatients, {})
    await call(house(), practice.privacyOfficer, api.changePatient, { patientId, phone: null, version: 2 })
    const entries = (await auditOf(practice.id)).filter(({ act }) => String(act).startsWith('patient.'))
    expect(entries).toMatchObject([
      {
        act: 'patient.read',
        patient: [patientId],
        actor: { member: practice.nurse.id },
        outcome: 0,
        info: ['demographics'],
      },
      { act: 'patient.change', patient: [patientId], outcome: 0, info: ['demographics', 'phone'] },
      { act: 'patient.list', patient: [patientId], outcome: 0 },
      { act: 'patient.change', object: { type: 'patient', id: patientId }, outcome: 4 },
    ])
  })
})

function isBuffer(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
}
