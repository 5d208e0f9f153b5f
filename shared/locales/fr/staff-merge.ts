import type { staffMerge as english } from '../en/staff-merge.ts'
import type { Translated } from '../shape.ts'

/** Deux conversations d’une même personne vont ensemble. */
export const staffMerge = {
  act: 'Joindre une autre…',
  title: 'Joindre une autre conversation à celle-ci',
  patient: 'Vérifiez que c’est la bonne personne.',
  name: 'Nom',
  lead: 'Vous pourrez lire les deux et y répondre ici. La personne en est avertie. La réponse est due au plus tôt des deux délais. Vous pourrez les séparer de nouveau.',
  choose: 'Laquelle?',
  none: 'Cette personne n’a pas d’autre conversation ouverte dans cette boîte.',
  started: '{topic}. Commencée le {when}',
  due: '{topic}. Commencée le {when}. Réponse due {due}',
  confirm: 'Joindre',
  missing: 'Choisissez une conversation',
  done: '« {name} » est jointe à cette conversation.',
  holds: '« {name} » fait partie de cette conversation.',
  isPart: 'Elle fait partie d’une autre conversation. Lisez les deux et répondez là-bas.',
  isPartOf: 'Elle fait partie de « {name} ». Lisez les deux et répondez là-bas.',
  open: 'Aller à « {name} »',
  apart: 'Séparer',
  apartWhat: 'Séparer : « {name} »',
  parted: '« {name} » est de nouveau une conversation à part.',
  history: {
    from: '{person} a joint « {name} » à cette conversation',
    into: '{person} a joint cette conversation à « {name} »',
    apart: '{person} a séparé cette conversation et « {name} »',
    other: 'une autre conversation',
  },
  ended: 'la suite est dans la conversation à laquelle celle-ci est jointe',
  refused: {
    'already-merged': 'L’une des deux fait partie d’une autre, ou en contient. Séparez celles-là d’abord.',
    'merge-closed': 'Une conversation fermée est au dossier comme elle était. Rouvrez-la d’abord.',
    'merge-one-way': 'On ne peut joindre que des conversations où les deux côtés peuvent écrire.',
    'merge-other-inbox': 'Elles sont dans deux boîtes. Mettez d’abord l’une dans la boîte de l’autre.',
    'merge-held-elsewhere':
      'Quelqu’un hors de cette boîte a l’une des deux. Cette personne la perdrait, ou verrait plus qu’avant. Confiez-la d’abord à quelqu’un de cette boîte.',
    'too-many-merged': 'Cette conversation en contient déjà autant qu’elle peut.',
    'consult-open':
      'Une question à un clinicien attend dans l’autre. Attendez la réponse, ou reprenez la question d’abord.',
  },
} as const satisfies Translated<typeof english>
