/** A conversation for tests: a cough, in English or French, with one message or with everything that a record can hold. */
import type { Language } from '../../shared/locales/index.ts'
import type { FiledAct, FiledAttachment, FiledConversation, FiledMessage, FiledTask } from './filed-conversation.ts'

/** A whole record. The first message is the patient's; odd ones that follow are the clinic's. */
export function exampleRecord(options: { language?: Language; messages?: number } = {}): FiledConversation {
  const { language = 'en', messages: count = 12 } = options
  const messages = Array.from({ length: count }, (_, index) => exampleMessage(index + 1, language))
  return {
    practice: {
      id: exampleId(1),
      name: language === 'fr' ? 'Clinique médicale de l’Érable' : 'Maple & Main Family Health Clinic',
      address: '12 Main Street, Ottawa ON  K1A 0B1',
      phone: '613-555-0123',
      timeZone: 'America/Toronto',
      language,
    },
    patient: {
      id: people.patient,
      familyName: 'Côté-Nguyễn',
      givenName: 'Zoë Amélie',
      birthDate: '1980-04-02',
      healthNumber: { digits: '1234567897', versionCode: 'AB' },
      language,
    },
    conversation: {
      id: exampleId(9),
      topic: { keyword: 'symptoms', nameEn: 'A new symptom', nameFr: 'Un nouveau symptôme' },
      subject: language === 'fr' ? 'Toux depuis deux semaines' : 'A cough for two weeks',
      mode: 'two-way',
      startedAt: exampleTime(0),
      closedAt: exampleTime(6 * 24 * 60),
      outcome: 'visit-booked',
      priority: 'urgent',
      labels: language === 'fr' ? ['Toux', 'À appeler'] : ['Cough', 'To call'],
      careTeamId: people.team,
    },
    participants: [
      { id: people.patient, kind: 'patient', name: 'Zoë Amélie Côté-Nguyễn' },
      {
        id: people.physician,
        kind: 'practitioner',
        name: 'Dr. Anne Roy',
        role: 'physician',
        licence: { college: 'physician', number: '12345' },
      },
      { id: people.nurse, kind: 'practitioner', name: 'Sam Okafor', role: 'nurse' },
      {
        id: people.team,
        kind: 'care-team',
        name: language === 'fr' ? 'Infirmières de l’Érable' : 'Nurses of Maple & Main',
      },
      {
        id: people.system,
        kind: 'system',
        name: language === 'fr' ? 'Clinique (automatique)' : 'The clinic (automatic)',
      },
    ],
    messages,
    tasks: [exampleTask()],
    acts: exampleActs(),
    filing: { id: exampleId(8), filedAt: exampleTime(6 * 24 * 60 + 1), filedBy: people.nurse },
  }
}

/** A UUID with a number in it. */
export function exampleId(number: number): string {
  return `0192f000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

/** Minutes after 9:05 a.m. in Toronto on the Friday before daylight saving time ends. */
export function exampleTime(minutes: number): Date {
  return new Date(Date.UTC(2026, 9, 30, 13, 5) + minutes * 60_000)
}

const people = {
  patient: exampleId(2),
  physician: exampleId(3),
  nurse: exampleId(4),
  team: exampleId(5),
  system: exampleId(6),
}

function exampleMessage(sequence: number, language: Language): FiledMessage {
  const sentAt = exampleTime((sequence - 1) * 690)
  const base = {
    id: exampleId(100 + sequence),
    sequence,
    kind: 'message' as const,
    sentAt,
    deliveredAt: new Date(sentAt.getTime() + 400),
    attachments: [],
  }
  const text = texts[language][sequence <= 6 ? sequence - 1 : 2 + ((sequence - 7) % 4)] ?? ''
  if (sequence === 2) {
    return { ...base, kind: 'auto-reply', authorId: people.system, text, firstRead: readBy(people.patient, sentAt) }
  }
  if (sequence % 2 === 0) {
    return { ...base, authorId: people.patient, text, firstRead: readBy(people.nurse, sentAt) }
  }
  if (sequence === 1) {
    return { ...base, authorId: people.patient, text, firstRead: readBy(people.nurse, sentAt), attachments: files }
  }
  if (sequence === 5) {
    const retraction = { at: new Date(sentAt.getTime() + 300_000), by: people.nurse, reason: reasons[language] }
    const names = { authorId: people.nurse, onBehalfOf: people.physician, approvedBy: people.physician }
    return { ...base, ...names, text, retraction }
  }
  return { ...base, authorId: people.physician, text }
}

function readBy(by: string, sentAt: Date) {
  return { at: new Date(sentAt.getTime() + 17 * 60_000), by }
}

const files: FiledAttachment[] = [
  {
    id: exampleId(201),
    fileName: 'photo de ma gorge – 30 oct.jpg',
    mediaType: 'image/jpeg',
    sizeBytes: 2_204_118,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    status: 'clean',
  },
  {
    id: exampleId(202),
    fileName: 'cough.m4a',
    mediaType: 'audio/mp4',
    sizeBytes: 81_200,
    sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
    status: 'unscanned',
  },
  {
    id: exampleId(203),
    fileName: 'results.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 12_048,
    sha256: 'fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13',
    status: 'rejected',
  },
]

function exampleTask(): FiledTask {
  return {
    id: exampleId(301),
    kind: 'respond',
    status: 'completed',
    priority: 'urgent',
    ownerId: people.physician,
    messageId: exampleId(101),
    openedAt: exampleTime(0),
    dueAt: exampleTime(2 * 24 * 60),
    endedAt: exampleTime(1380),
  }
}

function exampleActs(): FiledAct[] {
  const taskId = exampleId(301)
  return [
    {
      id: exampleId(407),
      at: exampleTime(0),
      actorId: people.system,
      act: 'route',
      messageId: exampleId(101),
      rules: ['Long cough', 'Toux la nuit'],
      version: 4,
      isUrgent: true,
      labels: ['Cough'],
      careTeamId: people.team,
      practitionerId: people.nurse,
    },
    { id: exampleId(401), at: exampleTime(0), actorId: people.system, act: 'open', taskId, to: people.team },
    {
      id: exampleId(402),
      at: exampleTime(16),
      actorId: people.nurse,
      act: 'accept',
      taskId,
      from: people.team,
      to: people.nurse,
    },
    {
      id: exampleId(403),
      at: exampleTime(17),
      actorId: people.nurse,
      act: 'prioritize',
      taskId,
      priority: 'urgent',
    },
    {
      id: exampleId(404),
      at: exampleTime(20),
      actorId: people.nurse,
      act: 'reassign',
      taskId,
      from: people.nurse,
      to: people.physician,
    },
    {
      id: exampleId(408),
      at: exampleTime(25),
      actorId: people.nurse,
      act: 'move-topic',
      topicBefore: { en: 'A refill', fr: 'Un renouvellement' },
      topicAfter: { en: 'A new symptom', fr: 'Un nouveau symptôme' },
    },
    { id: exampleId(405), at: exampleTime(1380), actorId: people.physician, act: 'complete', taskId },
    { id: exampleId(406), at: exampleTime(6 * 24 * 60), actorId: people.nurse, act: 'close' },
  ]
}

const reasons = {
  en: 'This was meant for another patient.',
  fr: 'Ce message était pour une autre personne.',
}

const texts = {
  en: [
    'Hello,\n\nI have had a cough for two weeks. It is worse at night, and I am tired. My temperature was 38.2 °C on Tuesday (−0.4 since then).\n\n  - honey did not help\n  - the inhaler (2 puffs, 4× a day) helps for ~½ hour\n\nShould I come in? Thank you 🙏🏽 😀 — Zoë',
    'We have your message. Expect an answer by Tuesday, November 3, 2026 at 5:00 p.m. If it can’t wait: in an emergency call 911. Call the clinic at 613-555-0123, or 811 at any time.',
    'Thank you for writing. Do you have chest pain, or trouble breathing when you rest?',
    'No pain. I get short of breath on the stairs.',
    'Please take the letter for M. Tremblay to the pharmacy.',
    'Is that for me?',
  ],
  fr: [
    'Bonjour,\n\nJe tousse depuis deux semaines. C’est pire la nuit, et je suis fatiguée. J’avais 38,2 °C mardi (−0,4 depuis).\n\n  - le miel n’a rien changé\n  - la pompe (2 bouffées, 4× par jour) aide pendant ~½ heure\n\nDois-je venir ? Merci 🙏🏽 😀 — Zoë',
    'Nous avons bien reçu votre message. Vous aurez une réponse au plus tard le mardi 3 novembre 2026 à 17 h 00. Si cela ne peut pas attendre : en cas d’urgence, appelez le 911. Appelez la clinique au 613-555-0123, ou le 811 à toute heure.',
    'Merci de nous avoir écrit. Avez-vous mal à la poitrine, ou du mal à respirer au repos ?',
    'Pas de douleur. Je suis essoufflée dans l’escalier.',
    'Veuillez apporter la lettre de M. Tremblay à la pharmacie.',
    'Est-ce pour moi ?',
  ],
} as const
