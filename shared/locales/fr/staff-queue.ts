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
} as const satisfies Translated<typeof english>
