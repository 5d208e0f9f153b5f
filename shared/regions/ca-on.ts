import { formatHealthNumber, healthNumberSystem, healthNumberSystems, parseHealthNumber } from '../health-number.ts'
import { ontarioHolidays } from './ca-on-holidays.ts'
import type { PhoneLine, Region } from './region.ts'

const urgentLines: readonly PhoneLine[] = [
  {
    key: 'emergency',
    number: '911',
    tel: 'tel:911',
    name: { en: 'Emergency', fr: 'Urgence' },
    advice: {
      en: 'If it is an emergency, call 911 or go to the nearest emergency room.',
      fr: 'Si c’est une urgence, appelez le 911 ou allez à l’urgence la plus proche.',
    },
  },
  {
    key: 'health-advice',
    number: '811',
    tel: 'tel:811',
    tty: { number: '1-866-797-0007', tel: 'tel:+18667970007' },
    name: { en: 'Health811', fr: 'Santé811' },
    advice: {
      en: 'To talk to a nurse at any hour, call 811 (TTY: 1-866-797-0007).',
      fr: 'Pour parler à du personnel infirmier à toute heure, appelez le 811 (ATS\u00A0: 1-866-797-0007).',
    },
  },
  {
    key: 'suicide-crisis',
    number: '988',
    tel: 'tel:988',
    sms: 'sms:988',
    name: { en: 'Suicide Crisis Helpline', fr: 'Ligne d’aide en cas de crise de suicide' },
    advice: {
      en: 'If you are thinking of suicide, or fear for someone, call or text 988 at any hour.',
      fr: 'Si vous pensez au suicide, ou si vous craignez pour quelqu’un, appelez ou textez le 988 à toute heure.',
    },
  },
]

const supportLines: readonly PhoneLine[] = [
  {
    key: 'poison',
    number: '1-844-764-7669',
    tel: 'tel:+18447647669',
    name: { en: 'Ontario Poison Centre', fr: 'Centre antipoison de l’Ontario' },
    advice: {
      en: 'If someone took a poison or too much of a drug, call 1-844-764-7669 at any hour.',
      fr: 'Si quelqu’un a pris un poison ou trop d’un médicament, appelez le 1-844-764-7669 à toute heure.',
    },
  },
  {
    key: 'young-people',
    number: '1-800-668-6868',
    tel: 'tel:+18006686868',
    sms: 'sms:686868',
    name: { en: 'Kids Help Phone', fr: 'Jeunesse, J’écoute' },
    advice: {
      en: 'Young people can call 1-800-668-6868 or text 686868 at any hour.',
      fr: 'Les jeunes peuvent appeler le 1-800-668-6868 ou texter le 686868 à toute heure.',
    },
  },
  {
    key: 'mental-health-and-addiction',
    number: '1-866-531-2600',
    tel: 'tel:+18665312600',
    name: { en: 'ConnexOntario', fr: 'ConnexOntario' },
    advice: {
      en: 'To find help with mental health, drugs, alcohol or gambling, call 1-866-531-2600 at any hour.',
      fr: 'Pour de l’aide en santé mentale, drogue, alcool ou jeu, appelez le 1-866-531-2600 à toute heure.',
    },
  },
  {
    key: 'indigenous-peoples',
    number: '1-855-242-3310',
    tel: 'tel:+18552423310',
    name: { en: 'Hope for Wellness Helpline', fr: 'Ligne d’écoute d’espoir pour le mieux-être' },
    advice: {
      en: 'First Nations, Inuit and Métis people can call 1-855-242-3310 at any hour.',
      fr: 'Les Premières Nations, les Inuit et les Métis peuvent appeler le 1-855-242-3310 à toute heure.',
    },
  },
  {
    key: 'community-services',
    number: '211',
    tel: 'tel:211',
    name: { en: '211 Ontario', fr: '211 Ontario' },
    advice: {
      en: 'To find food, housing, a ride or other help near you, call 211.',
      fr: 'Pour trouver de la nourriture, un logement, un transport ou de l’aide près de chez vous, appelez le 211.',
    },
  },
]

/** Ontario: its phone lines, its nine public holidays, its health number. */
export const ontario: Region = {
  code: 'ca-on',
  name: { en: 'Ontario', fr: 'Ontario' },
  timeZone: 'America/Toronto',
  urgentLines,
  supportLines,
  holidays: ontarioHolidays,
  holidayNames: {
    'new-year': { en: 'New Year’s Day', fr: 'Jour de l’An' },
    'family-day': { en: 'Family Day', fr: 'Jour de la famille' },
    'good-friday': { en: 'Good Friday', fr: 'Vendredi saint' },
    'victoria-day': { en: 'Victoria Day', fr: 'Fête de Victoria' },
    'canada-day': { en: 'Canada Day', fr: 'Fête du Canada' },
    'labour-day': { en: 'Labour Day', fr: 'Fête du Travail' },
    thanksgiving: { en: 'Thanksgiving', fr: 'Action de grâces' },
    'christmas-day': { en: 'Christmas Day', fr: 'Noël' },
    'boxing-day': { en: 'Boxing Day', fr: 'Lendemain de Noël' },
  },
  healthNumber: {
    name: { en: 'Ontario health number', fr: 'Numéro de carte Santé de l’Ontario' },
    example: '1234-567-897-AB',
    system: healthNumberSystem,
    acceptedSystems: healthNumberSystems,
    parse: parseHealthNumber,
    format: formatHealthNumber,
  },
}
