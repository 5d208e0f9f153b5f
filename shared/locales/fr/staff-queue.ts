import type { staffQueue as english } from '../en/staff-queue.ts'
import type { Translated } from '../shape.ts'

/** Ce qu’on fait des lignes d’une liste : lesquelles s’affichent, et ce qu’on fait de plusieurs à la fois. */
export const staffQueue = {
  filter: {
    label: 'Étiquette',
    any: 'Toutes',
    none: 'Il n’y a rien ici sous cette étiquette',
    showAll: 'Tout afficher',
  },
  choose: 'Choisir : {name}',
  bar: 'Ce que vous avez choisi',
  chosen: '{count, plural, one {# choisie} other {# choisies}}',
  none: 'Ne rien choisir',
  label: 'Mettre une étiquette…',
  labelTitle: 'Quelle étiquette?',
  labelWhich: 'Étiquette',
  labelConfirm: 'Mettre',
  noLabels: 'La clinique n’a pas encore d’étiquettes.',
  assign: 'Confier…',
  assignTitle: '{count, plural, one {Qui doit le faire?} other {Qui doit faire ces #?}}',
  close: 'Fermer…',
  closeTitle: '{count, plural, one {Fermer # conversation} other {Fermer # conversations}}',
  closeConfirm: 'Les fermer',
  closing: 'En cours…',
  owed: '{count, plural, one {Dans # de ces conversations, il reste à répondre ou à appeler.} other {Dans # de ces conversations, il reste à répondre ou à appeler.}}',
  owedHere: 'Il reste à répondre ou à appeler. Si vous fermez, personne ne le fera.',
  endsTasks:
    '{count, plural, one {Le fermer aussi. Personne n’y répondra.} other {Les fermer aussi. Personne n’y répondra.}}',
  did: {
    labelled: '{count, plural, one {# porte l’étiquette {name}.} other {# portent l’étiquette {name}.}}',
    assigned: '{count, plural, one {# est maintenant à {name}.} other {# sont maintenant à {name}.}}',
    closed: '{count, plural, one {# est fermée et ira au dossier.} other {# sont fermées et iront au dossier.}}',
  },
  left: '{count, plural, one {# est restée telle quelle} other {# sont restées telles quelles}}',
  why: {
    'not-found': '{name} : vous ne la voyez plus.',
    forbidden: '{name} : vous n’avez pas le droit.',
    'already-so': '{name} : c’était déjà le cas.',
    'changed-meanwhile': '{name} : il y a du nouveau. Regardez d’abord.',
    'answer-waiting': '{name} : une réponse va bientôt partir.',
    'to-do': '{name} : il reste à répondre ou à appeler.',
    'limit-reached': '{name} : elle ne peut pas en porter plus.',
    'too-old-to-reopen': '{name} : elle est fermée depuis trop longtemps.',
    ended: '{name} : quelqu’un a répondu entre-temps, ou c’est terminé.',
    merged: '{name} : ceci se lit maintenant dans une autre conversation. Faites-le là-bas.',
  },
  seen: 'J’ai vu',
  keys: {
    choose: 'Choisir la ligne, ou non',
    all: 'Choisir toutes les lignes, ou aucune',
    label: 'Mettre une étiquette sur les lignes choisies',
    assign: 'Confier les lignes choisies',
    close: 'Fermer les lignes choisies',
  },
} as const satisfies Translated<typeof english>
