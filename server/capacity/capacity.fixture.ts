import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

const both = (en: string, fr: string) => ({ en, fr })

/** A pause as an administrator's form sends it: of everything, from now on for a day. */
export function aPause(house: TestHouse) {
  const now = house.clock.now().getTime()
  return {
    pauseId: uuidv7(),
    topicId: null,
    practitionerId: null,
    aDay: null,
    stopsAnswers: false,
    words: {
      reason: both('We are moving.', 'Nous déménageons.'),
      instead: both('Call us, or go to a walk-in clinic.', 'Appelez-nous, ou allez à une clinique sans rendez-vous.'),
    },
    startsAt: new Date(now - 60_000).toISOString(),
    endsAt: new Date(now + 86_400_000).toISOString(),
    version: 0,
  }
}

/** A patient tries to begin a conversation; the answer is the server's. */
export function tryStart(house: TestHouse, practice: TestPractice, patient: PatientPerson, topicId?: string) {
  return call(house, patient, api.startConversation, {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: topicId ?? practice.topic.id,
    subject: 'A refill',
    text: 'I have two tablets left.',
    attachmentIds: [],
  })
}

export function tryAnswer(house: TestHouse, patient: PatientPerson, conversationId: string) {
  return call(house, patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'Thank you.',
    attachmentIds: [],
  })
}
