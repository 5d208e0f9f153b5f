import type { staffSplit as english } from '../en/staff-split.ts'
import type { Translated } from '../shape.ts'

/** Une personne a écrit sur deux choses dans une même conversation. */
export const staffSplit = {
  act: 'Répondre à part…',
  title: 'Répondre à part à certains messages',
  lead: 'Les messages choisis ont leur propre conversation, dans la même boîte. On peut les lire dans les deux. Le délai part du premier de ces messages. La personne en est avertie. Vous pourrez les joindre de nouveau.',
  messages: 'Quels messages?',
  chosen: '{count, plural, =0 {Aucun choisi} one {# choisi} other {# choisis}}',
  fromHere: 'Celui-ci et les suivants',
  fromHereOf: 'Celui-ci et les suivants : {text}',
  topic: 'De quoi parlent-ils?',
  subject: 'Titre',
  confirm: 'Répondre à part',
  missing: 'Choisissez au moins un message',
  all: 'Un message doit rester ici. Choisissez-en moins.',
  none: 'Il n’y a qu’un message de cette personne ici : tout se répond ensemble.',
  done: '« {name} » est maintenant une conversation à part.',
  into: 'La réponse à certains de ces messages est dans « {name} ».',
  from: 'Ces messages viennent de « {name} » et la réponse est ici.',
  undoHint: 'Pour annuler, ouvrez la première conversation et joignez-les.',
  open: 'Aller à « {name} »',
  history: {
    into: '{person} a séparé des messages; la réponse est dans « {name} »',
    from: '{person} a créé ceci avec des messages de « {name} »',
  },
  refused: {
    'already-merged': 'Elle fait partie d’une autre conversation. Sortez-la de là d’abord.',
    'already-split': 'L’un de ces messages a déjà sa réponse dans une autre conversation.',
    'split-closed': 'Une conversation fermée est au dossier comme elle était. Rouvrez-la d’abord.',
    'split-one-way': 'On ne répond à part que dans une conversation où les deux côtés peuvent écrire.',
  },
} as const satisfies Translated<typeof english>
