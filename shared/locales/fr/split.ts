import type { split as english } from '../en/split.ts'
import type { Translated } from '../shape.ts'

/** Des messages d’une personne qui ont leur réponse dans une conversation à part, vus des deux côtés. */
export const split = {
  answeredIn: 'La réponse est dans « {name} »',
  other: 'une autre conversation',
  patient: {
    into: 'La clinique répond à une partie de ceci à part, dans « {name} ».',
    from: 'La clinique répond à part à cette partie de « {name} ».',
    open: 'Aller à « {name} »',
  },
} as const satisfies Translated<typeof english>
