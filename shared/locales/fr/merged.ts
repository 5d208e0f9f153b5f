import type { merged as english } from '../en/merged.ts'
import type { Translated } from '../shape.ts'

/** Deux conversations d’une même personne, lues comme une seule. */
export const merged = {
  from: 'Écrit dans « {name} »',
  earlier: 'Lire ce qui a été écrit avant dans « {name} »',
  unread: 'L’autre conversation ne s’affiche pas pour le moment. Rechargez la page avant de répondre.',
  patient: {
    together: 'La clinique a joint « {name} » à cette conversation. Vous pouvez lire les deux et y répondre ici.',
    goesOn: 'La clinique a joint cette conversation à une autre. Vous pouvez lire les deux et y répondre là-bas.',
    apart: 'Le {when}, la clinique a séparé de nouveau cette conversation et « {name} ».',
    open: 'Aller à « {name} »',
  },
} as const satisfies Translated<typeof english>
