import type { Language } from '../shared/locales/index.ts'

/** One habit of print: what breaks it, and a text that does beside the same text as it should be. */
export type TypographyRule = { says: string; breaks: RegExp; wrong: string; right: string }

/** The rules of its language that a text breaks. */
export function typographyProblems(language: Language, text: string): string[] {
  return typographyRules[language].filter(({ breaks }) => breaks.test(text)).map(({ says }) => says)
}

const both: TypographyRule[] = [
  {
    says: 'an apostrophe and quotation marks are never straight',
    breaks: /['"]/,
    wrong: "l'heure",
    right: 'l’heure',
  },
  {
    says: 'three points are one sign',
    breaks: /\.\.\./,
    wrong: 'Patientez...',
    right: 'Patientez…',
  },
  {
    says: 'a dash between words is an en dash',
    breaks: /—|[ \u00A0]-[ \u00A0]/u,
    wrong: 'Threadwell - Messages',
    right: 'Threadwell – Messages',
  },
  {
    says: 'one space at a time, and none at the ends or before a comma or full stop',
    breaks: /[ \u00A0]{2}|^[ \u00A0]|[ \u00A0]$|[ \u00A0][,.](?!\d)/u,
    wrong: 'Bonjour , Anne',
    right: 'Bonjour, Anne',
  },
  {
    says: 'the only space that does not break is U+00A0',
    breaks: /[\u2000-\u200B\u202F]/u,
    wrong: '3\u202Fmin',
    right: '3\u00A0min',
  },
]

/** After the Office québécois de la langue française, « Espacement avant et après les principaux signes ». */
const french: TypographyRule[] = [
  {
    says: 'no space before ? ! ;',
    breaks: /[ \u00A0][?!;]/u,
    wrong: 'Besoin d’aide\u00A0?',
    right: 'Besoin d’aide?',
  },
  {
    says: 'a colon after words has a no-break space before it',
    breaks: /(?:^|[^\u00A0]):(?=[ \u00A0]|$)/u,
    wrong: 'Tâche : appeler',
    right: 'Tâche\u00A0: appeler',
  },
  {
    says: 'guillemets, with no-break spaces inside',
    breaks: /«(?!\u00A0)|(?<!\u00A0)»|[“”]/u,
    wrong: '« Rendez-vous »',
    right: '«\u00A0Rendez-vous\u00A0»',
  },
  {
    says: 'a no-break space before % and $',
    breaks: /(?<!\u00A0)[%$]/u,
    wrong: '80 %',
    right: '80\u00A0%',
  },
  {
    says: 'a number and its unit stay together',
    breaks:
      /\d (?:ans?|années?|secondes?|minutes?|heures?|jours?|semaines?|mois|octets?|[kKMG]o|s|min|h|j)(?!\p{L})|\d h [\d]/u,
    wrong: 'dans 24 heures',
    right: 'dans 24\u00A0heures',
  },
  {
    says: 'a time is written 8 h 30',
    breaks: /\d:\d\d|\dh/u,
    wrong: 'à 8h30',
    right: 'à 8\u00A0h\u00A030',
  },
  {
    says: 'thousands stand apart by a no-break space, and decimals by a comma',
    breaks: /\d,\d{3}(?!\d)|\d\.\d/u,
    wrong: '1,200 mots',
    right: '1\u00A0200 mots',
  },
  {
    says: 'capital letters keep their accents',
    breaks:
      /(?<!\p{L})(?:E(?:cri|tat|tes|tre|tape|quipe|cran|chec|tiquette|teint|teindre|vit|lev)|A (?:qui|quoi|quelle?|l’|votre|chaque|faire|relire))/u,
    wrong: 'Ecrire',
    right: 'Écrire',
  },
]

const english: TypographyRule[] = [
  {
    says: 'no space before : ; ? ! %',
    breaks: /[ \u00A0][:;?!%]/u,
    wrong: 'Need help ?',
    right: 'Need help?',
  },
  {
    says: 'quotation marks are “ and ”',
    breaks: /[«»‘]/u,
    wrong: '«Appointments»',
    right: '“Appointments”',
  },
  {
    says: 'a number and the sign of its unit stay together',
    breaks: /\d (?:[aApP]\.?m\.?|[kKMG]B|min|h|d)(?!\p{L})/u,
    wrong: '8 a.m.',
    right: '8\u00A0a.m.',
  },
]

export const typographyRules: Record<Language, TypographyRule[]> = {
  en: [...both, ...english],
  fr: [...both, ...french],
}
