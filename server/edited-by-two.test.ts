// Of two who change one thing, at once or one after the other, the second is told by how much they are late: what the first wrote
// stands until the second, who has seen it, saves again. Whatever can be changed has its line here, or the reason why it needs none.
import { describe, expect, test } from 'vitest'
import { type Api, api } from '../shared/api/index.ts'
import type { Endpoint } from '../shared/endpoint.ts'
import { expectedRoles } from '../shared/seeing.ts'
import { anAbsenceForm, inbox, person } from './absences/absences.fixture.ts'
import { aPause } from './capacity/capacity.fixture.ts'
import { aRosterForm } from './checks/checks.fixture.ts'
import { aTopicForm } from './people/forms.fixture.ts'
import { uuidv7 } from './platform/ids.ts'
import { aRule } from './rules/rules.fixture.ts'
import { aWaitingMessage } from './tasks/queue.fixture.ts'
import { aPatient, aPractice, callLoosely, type Person, type TestPractice } from './testing/factories.ts'
import { useTestHouse } from './testing/test-house.ts'

const house = useTestHouse()

type Editor = {
  by: Person
  /** What is sent, another for each number. */
  form: (number: number) => Record<string, unknown>
  /** As it is before the two come: 0, never saved. */
  version: number
  /** Somebody has to begin it first. */
  isNew?: true
  /** The same click again is told as well; the page compares the words. */
  isOnce?: true
}

const both = (words: string) => ({ en: words, fr: words })

const editors: Partial<Record<keyof Api, (practice: TestPractice) => Editor | Promise<Editor>>> = {
  changePractice: async ({ administrator }) => ({
    by: administrator,
    form: (number) => ({
      phone: `416-555-010${number}`,
      hours: [{ weekday: 1, opens: '09:00', closes: `1${number}:00` }],
    }),
    version: (await read(administrator, 'readPractice')).version,
  }),
  saveTopic: ({ administrator, careTeam }) => {
    const topic = aTopicForm(careTeam.id)
    return {
      by: administrator,
      form: (number) => ({ ...topic, help: both(`Words ${number}`) }),
      version: 0,
      isNew: true,
    }
  },
  saveCareTeam: ({ administrator, nurse, physician }) => {
    const careTeamId = uuidv7()
    const people = { ownerId: nurse.id, backupId: physician.id, memberIds: [] }
    return {
      by: administrator,
      form: (number) => ({ careTeamId, name: both(`Inbox ${number}`), ...people }),
      version: 0,
      isNew: true,
    }
  },
  changePractitioner: ({ administrator, clerk }) => ({
    by: administrator,
    form: (number) => ({ practitionerId: clerk.id, name: `Colleague ${number}` }),
    version: 1,
  }),
  changePatient: async (practice) => {
    const { id: patientId } = await aPatient(house(), practice)
    return { by: practice.clerk, form: (number) => ({ patientId, familyName: `Fairweather ${number}` }), version: 1 }
  },
  saveDraft: async (practice) => {
    const { conversationId } = await aWaitingMessage(house(), practice)
    const draftId = uuidv7()
    const form = (number: number) => ({ draftId, conversationId, text: `Words ${number}` })
    return { by: practice.nurse, form, version: 0, isNew: true, isOnce: true }
  },
  saveMessagePlan: ({ nurse }) => ({
    by: nurse,
    form: (number) => ({ blocks: [{ weekday: number, from: '12:00', until: '12:30' }], gathersNotices: false }),
    version: 0,
  }),
  saveOwnGoal: ({ nurse }) => ({ by: nurse, form: aGoal, version: 0 }),
  saveInboxGoal: ({ administrator, careTeam }) => ({
    by: administrator,
    form: (number) => ({ careTeamId: careTeam.id, ...aGoal(number) }),
    version: 0,
  }),
  saveAbsence: ({ administrator, nurse }) => {
    const absence = anAbsenceForm(house(), person(nurse))
    const form = (number: number) => ({ ...absence, note: both(`Words ${number}`) })
    return { by: administrator, form, version: 0, isNew: true }
  },
  saveRotation: ({ administrator, careTeam, nurse }) => {
    const rotation = { rotationId: uuidv7(), who: inbox(careTeam), startsOn: '2026-11-23', endsOn: null, weeks: 1 }
    return {
      by: administrator,
      form: (number) => ({ ...rotation, turns: [{ week: 1, weekday: number + 1, practitionerId: nurse.id }] }),
      version: 0,
      isNew: true,
    }
  },
  saveExpectations: ({ administrator }) => ({
    by: administrator,
    form: (number) => ({
      items: expectedRoles.map((role) => ({ role, triageMinutes: number * 60, replyMinutes: null })),
    }),
    version: 0,
  }),
  savePause: ({ administrator }) => {
    const pause = aPause(house())
    const form = (number: number) => ({
      ...pause,
      words: { reason: both(`Words ${number}`), instead: both('Call us.') },
    })
    return { by: administrator, form, version: 0, isNew: true }
  },
  savePatientLimits: async ({ administrator }) => ({
    by: administrator,
    form: (number) => ({ openConversations: number, messagesADay: null, coolDownMinutes: null }),
    version: (await read(administrator, 'readPatientLimits')).version,
  }),
  saveCoachingText: ({ administrator }) => ({
    by: administrator,
    form: (number) => ({ kind: 'tone', text: both(`Words ${number}`) }),
    version: 0,
  }),
  saveCheckRoster: (practice) => ({
    by: practice.administrator,
    form: (number) => aRosterForm(practice, { graceMinutes: 30 + number }),
    version: 0,
  }),
  saveRules: ({ administrator }) => {
    const rule = aRule()
    return { by: administrator, form: (number) => ({ rules: [{ ...rule, name: `Rule ${number}` }] }), version: 0 }
  },
  saveLabel: ({ administrator }) => {
    const labelId = uuidv7()
    const form = (number: number) => ({ labelId, name: both(`Label ${number}`), isOffered: true })
    return { by: administrator, form, version: 0, isNew: true }
  },
  saveView: ({ nurse }) => {
    const viewId = uuidv7()
    const form = (number: number) => ({ viewId, name: 'Refills', filters: { words: `refill ${number}` } })
    return { by: nurse, form, version: 0, isNew: true }
  },
  saveTemplate: ({ nurse }) => {
    const template = { templateId: uuidv7(), scope: 'practice', careTeamId: null, name: both('Ready'), reviewOn: null }
    return { by: nurse, form: (number) => ({ ...template, text: both(`Words ${number}`) }), version: 0, isNew: true }
  },
  saveSignature: ({ nurse }) => ({ by: nurse, form: (number) => ({ text: both(`Words ${number}`) }), version: 0 }),
  saveMessageFooter: ({ administrator }) => ({
    by: administrator,
    form: (number) => ({ text: both(`${number} {turnaround} {clinicPhone}`) }),
    version: 0,
  }),
}

/** They say what is to become of a thing as it was seen, and write over no words; each is refused in its own tests when it is another by now. */
const acts: readonly (keyof Api)[] = [
  'acceptTask',
  'addTemplateDocuments',
  'archiveTemplate',
  'assignTask',
  'cancelAbsence',
  'cancelRotation',
  'closeConversation',
  'completeTask',
  'deferTask',
  'mergeConversation',
  'moveTopic',
  'saveDelegation',
  'splitConversation',
]

/** What is put without a version, and why nobody's words can be lost by it. */
const unversioned: Readonly<Record<string, string>> = {
  assignSeveral: 'each task with its version',
  blockPatient: 'made once, under its own id',
  checkInbox: 'says what was seen',
  chooseNotices: 'a patient’s own choice of three',
  closeSeveral: 'each conversation with its version',
  decideConsult: 'decided once',
  finishHandover: 'one’s own mark',
  labelSeveral: 'is there or is not',
  markRead: 'one’s own place, which only moves on',
  mendOrphan: 'who has one already is no orphan',
  putLabel: 'is there or is not',
  retractMessage: 'withdrawn once',
  saveMobileNumber: 'a patient’s own number, proven anew',
  scheduleBlock: 'made once, under its own id',
  scheduleSend: 'made once, under its own id',
  scheduleStart: 'made once, under its own id',
  showPresence: 'one’s own presence',
  undoClosures: 'each conversation with its version',
  uploadAttachment: 'made once, under its own id',
  uploadTemplateDocument: 'made once, under its own id',
}

const names = Object.keys(api) as (keyof Api)[]
function isVersioned(name: keyof Api): boolean {
  const { body }: Endpoint = api[name]
  return body !== undefined && 'version' in body.shape
}

test('whatever is saved on a version has its line, and whatever is put without one a reason', () => {
  const known = [...Object.keys(editors), ...acts]
  expect(names.filter(isVersioned).toSorted()).toEqual(known.toSorted())
  const put = names.filter((name) => api[name].audience === 'member' && ['PUT', 'PATCH'].includes(api[name].method))
  expect(put.filter((name) => !isVersioned(name)).toSorted()).toEqual(Object.keys(unversioned).toSorted())
})

describe('edited by two', () => {
  test.for(Object.entries(editors) as [keyof Api, NonNullable<(typeof editors)[keyof Api]>][])(
    '%s',
    async ([name, editorOf]) => {
      const { by, form, isNew, isOnce, ...before } = await editorOf(await aPractice(house()))
      const save = (number: number, on: number) => callLoosely(house(), by, api[name], { ...form(number), version: on })
      if (isNew) {
        expect(await save(3, 0)).toMatchObject({ status: 200, body: { version: 1 } })
      }
      const version = isNew ? 1 : before.version

      const atOnce = await Promise.all([save(1, version), save(2, version)])
      expect(atOnce.map(({ status }) => status).toSorted()).toEqual([200, 409])
      const [first, second] = atOnce[0]?.status === 200 ? [1, 2] : [2, 1]
      expect(atOnce[second - 1]?.body).toMatchObject({ code: 'changed-meanwhile' })

      const late = await save(second, version)
      expect(late).toMatchObject({ status: 409, body: { code: 'changed-meanwhile', facts: { version: version + 1 } } })
      // It is answered as before only where what the first wrote still stands.
      const again = await save(first, version)
      expect(again.status).toBe(isOnce ? 409 : 200)
      expect(again.body).toMatchObject(isOnce ? { facts: { version: version + 1 } } : { version: version + 1 })
      expect(await save(second, version + 1)).toMatchObject({ status: 200, body: { version: version + 2 } })
    },
  )
})

function aGoal(number: number) {
  return { isOn: true, kind: 'count', most: number, by: null, weekdays: [1] }
}

async function read(by: Person, name: 'readPractice' | 'readPatientLimits'): Promise<{ version: number }> {
  const { body } = await callLoosely(house(), by, api[name], {})
  return body as { version: number }
}
