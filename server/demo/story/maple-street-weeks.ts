import type { Outcome } from '../../../shared/conversation.ts'
import type { StoryPatient, Thread } from './story.ts'

/** Patients of whom only the past weeks tell; nobody needs to sign in as them. */
const people = [
  ['rosewater', 'Helen', 'Rosewater', '1961-02-18', 'en', 'haddad'],
  ['longmeadow', 'Peter', 'Longmeadow', '1947-12-03', 'en', 'tran'],
  ['clairefontaine', 'Simone', 'Clairefontaine', '1978-06-21', 'fr', 'belanger'],
  ['silverbirch', 'Anita', 'Silverbirch', '1995-09-09', 'en', 'haddad'],
] as const

export const patientsOfTheWeeks: StoryPatient[] = people.map(
  ([key, givenName, familyName, birthDate, language, usual], index) => ({
    key,
    givenName,
    familyName,
    birthDate,
    language,
    usual,
    healthNumber: 999_000_131 + index,
    phone: `613-555-01${41 + index}`,
    email: `${key}@patients.example.test`,
    signIn: `${key}@patients.example.test`,
    account: 'yes',
  }),
)

/** What people ask for again and again, and what they are told. */
const exchanges = {
  renewal: {
    topic: 'prescription',
    en: [
      'My blood pressure pills',
      'I have a week left. Please renew them at the pharmacy on Elm Street.',
      'Done, for three months.',
    ],
    fr: [
      'Mes comprimés de tension',
      'Il m’en reste pour une semaine. Pouvez-vous renouveler, s’il vous plaît?',
      'C’est fait, pour trois mois.',
    ],
  },
  result: {
    topic: 'test-result',
    en: [
      'My blood test',
      'I had blood taken on Tuesday. Is everything all right?',
      'Yes. Your sugar and kidneys are fine.',
    ],
    fr: [
      'Ma prise de sang',
      'On m’a pris du sang mardi. Est-ce que tout va bien?',
      'Oui. Le sucre et les reins vont bien.',
    ],
  },
  knee: {
    topic: 'symptoms',
    en: [
      'A sore knee',
      'My knee is sore since I raked the leaves. It is not swollen.',
      'Rest it and use ice. If it swells, come in.',
    ],
    fr: [
      'Mal au genou',
      'Mon genou fait mal depuis les feuilles. Il n’est pas enflé.',
      'Du repos et de la glace. S’il enfle, venez.',
    ],
  },
  booking: {
    topic: 'appointment',
    en: ['A visit next week', 'I need a visit about my back. Mornings are best.', 'Tuesday at 9:20 is yours.'],
    fr: ['Un rendez-vous', 'Je voudrais venir pour mon dos. Le matin me va bien.', 'Mardi à 9 h 20, c’est noté.'],
  },
  readings: {
    topic: 'home-readings',
    en: [
      'Readings of this week',
      'Monday 138 over 84, Wednesday 135 over 82, Friday 136 over 80.',
      'Good. Go on as you are.',
    ],
    fr: [
      'Mesures de la semaine',
      'Lundi 138 sur 84, mercredi 135 sur 82, vendredi 136 sur 80.',
      'C’est bien. Continuez ainsi.',
    ],
  },
} as const

type Row = [
  what: keyof typeof exchanges,
  patient: (typeof people)[number][0],
  day: number,
  at: string,
  by: string,
  answeredDay: number,
  answeredAt: string,
  outcome: Outcome,
]

/** Working days before today: when somebody wrote, who answered, when, and how it ended. */
const rows: Row[] = [
  ['renewal', 'rosewater', 39, '09:05', 'tran', 39, '11:10', 'answered'],
  ['knee', 'silverbirch', 38, '12:40', 'lindqvist', 38, '15:20', 'visit-avoided'],
  ['booking', 'longmeadow', 37, '08:50', 'okafor', 37, '09:30', 'visit-booked'],
  ['result', 'clairefontaine', 36, '19:15', 'haddad', 34, '18:05', 'answered'],
  ['readings', 'longmeadow', 34, '10:00', 'lindqvist', 34, '13:45', 'visit-avoided'],
  ['renewal', 'silverbirch', 32, '07:55', 'tran', 32, '10:15', 'answered'],
  ['knee', 'rosewater', 31, '14:20', 'lindqvist', 30, '09:40', 'visit-booked'],
  ['booking', 'clairefontaine', 29, '11:25', 'gagnon', 29, '15:05', 'visit-booked'],
  ['result', 'longmeadow', 28, '16:10', 'haddad', 26, '19:20', 'answered'],
  ['renewal', 'clairefontaine', 26, '09:30', 'haddad', 24, '14:00', 'answered'],
  ['readings', 'longmeadow', 25, '10:05', 'lindqvist', 25, '11:15', 'visit-avoided'],
  ['knee', 'silverbirch', 24, '20:45', 'lindqvist', 23, '10:30', 'visit-avoided'],
  ['booking', 'rosewater', 22, '09:15', 'okafor', 22, '10:05', 'visit-booked'],
  ['result', 'rosewater', 20, '13:35', 'tran', 19, '16:10', 'visit-avoided'],
  ['renewal', 'longmeadow', 19, '08:45', 'tran', 19, '09:50', 'answered'],
  ['readings', 'longmeadow', 17, '10:10', 'lindqvist', 16, '13:30', 'visit-avoided'],
  ['knee', 'clairefontaine', 16, '15:50', 'lindqvist', 14, '11:20', 'visit-booked'],
  ['booking', 'silverbirch', 15, '12:05', 'okafor', 15, '14:15', 'visit-booked'],
  ['renewal', 'rosewater', 14, '18:30', 'tran', 12, '15:40', 'answered'],
  ['result', 'silverbirch', 13, '09:45', 'haddad', 10, '18:50', 'answered'],
  ['readings', 'longmeadow', 12, '10:00', 'lindqvist', 12, '10:50', 'visit-avoided'],
  ['booking', 'clairefontaine', 11, '08:35', 'gagnon', 11, '09:20', 'redirected'],
  ['knee', 'rosewater', 10, '13:10', 'lindqvist', 9, '14:30', 'visit-avoided'],
  ['renewal', 'silverbirch', 8, '11:50', 'tran', 7, '10:35', 'answered'],
  ['result', 'clairefontaine', 7, '14:05', 'haddad', 5, '17:45', 'answered'],
  ['readings', 'longmeadow', 5, '10:10', 'lindqvist', 5, '13:20', 'visit-avoided'],
  ['booking', 'rosewater', 4, '09:40', 'okafor', 4, '10:20', 'visit-booked'],
  ['knee', 'silverbirch', 3, '16:15', 'lindqvist', 2, '09:55', 'visit-avoided'],
]

/** One thread in each row: asked, claimed and answered, closed, and read. */
export const threadsOfTheWeeks: Thread[] = rows.map(
  ([what, patient, day, at, by, answeredDay, answeredAt, outcome], index) => {
    const { topic, ...words } = exchanges[what]
    const language = people.find(([key]) => key === patient)?.[4] ?? 'en'
    const [subject, text, answer] = words[language]
    const answered = { workingDaysAgo: answeredDay, at: answeredAt }
    return {
      topic,
      subject,
      patient,
      at: { workingDaysAgo: day, at },
      text,
      steps: [
        { at: answered, by, does: 'claim' },
        { at: answered, by, does: 'write', text: answer },
        { at: answered, by, does: 'close', outcome },
        // Mostly the same evening; one in seven waits for days.
        {
          at: { workingDaysAgo: Math.max(1, answeredDay - (index % 7 === 3 ? 4 : 0)), at: '20:15' },
          by: patient,
          does: 'read',
        },
      ],
    }
  },
)
