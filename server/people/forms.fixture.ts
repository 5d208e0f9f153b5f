import { formatHealthNumber } from '../../shared/health-number.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aHealthNumber } from '../testing/factories.ts'

let count = 0

/** A new topic, as an administrator's form sends it. */
export function aTopicForm(careTeamId: string) {
  return {
    topicId: uuidv7(),
    keyword: `renewal-${++count}`,
    name: { en: 'Prescription renewal', fr: 'Renouvellement d’ordonnance' },
    help: { en: 'Tell us the name of your medicine.', fr: 'Dites-nous le nom de votre médicament.' },
    urgentHelp: { en: 'Call us if you have none left.', fr: 'Appelez-nous s’il ne vous en reste plus.' },
    careTeamId,
    characters: 1_000,
    words: 200,
    files: 2,
    replyWithinMinutes: 840,
    remindAfterHours: 72,
    remindAgainAfterHours: null,
    contactAfterHours: 72,
    importantAfterHours: 24,
    reopenDays: 14,
    isOpen: true,
    version: 0,
  }
}

/** A new patient, as the form of the front desk sends it; no two of one practice have the same number. */
export function aPatientForm() {
  return {
    patientId: uuidv7(),
    familyName: 'Sorrel',
    givenName: 'Mina',
    birthDate: '1991-02-03',
    healthNumber: formatHealthNumber(aHealthNumber(500_000_000 + ++count)),
    language: 'fr' as const,
    email: 'mina@example.test',
    phone: '613 555-0177',
    usualPractitionerId: null,
  }
}
