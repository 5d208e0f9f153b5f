import type { staffFollowUp as english } from '../en/staff-follow-up.ts'
import type { Translated } from '../shape.ts'

/** Ce qu’il reste à faire d’autre, dans les mots d’un collègue. */
export const staffFollowUp = {
  open: 'Créer une tâche…',
  key: 'Créer une tâche',
  title: 'Créer une tâche',
  text: 'Que faut-il faire?',
  textHint: 'Vos collègues seuls le voient. C’est gardé comme note.',
  who: 'Pour qui?',
  inbox: 'Qui le peut dans {inbox}',
  me: '{name} (vous)',
  day: 'Pour quel jour',
  time: 'Heure',
  timeOf: 'Pour quelle heure',
  endsResponse: 'Pas besoin de répondre au message de {name}',
  endsHint: 'Sinon, la réponse reste à faire.',
  confirm: 'Créer la tâche',
  made: 'La tâche est sur la liste.',
  flag: 'Tâche : {text}',
  flagHidden: 'Tâche',
  ended: 'La tâche est faite.',
  wrong: {
    date: 'Choisissez un jour et une heure.',
    'in-the-past': 'Choisissez une heure à venir.',
    'too-far': 'Choisissez un jour d’ici {most} jours.',
    'cannot-take-tasks': 'Cette personne ne peut rien prendre en ce moment. Choisissez quelqu’un d’autre.',
    'too-many-open': 'Il y a déjà {most} tâches ici. Finissez-en une d’abord.',
  },
} as const satisfies Translated<typeof english>
