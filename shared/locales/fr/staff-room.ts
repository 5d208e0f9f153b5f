import type { staffRoom as english } from '../en/staff-room.ts'
import type { Translated } from '../shape.ts'

/** Ce que lit l’équipe quand le serveur n’a presque plus de place. */
export const staffRoom = {
  low: {
    title: 'Le serveur n’aura bientôt plus de place',
    lead: 'Dites-le à la personne qui s’en occupe. Presque plein, il ne prend plus de fichiers, puis plus de messages des patients.',
  },
  'no-files': {
    title: 'Le serveur ne prend plus de fichiers',
    lead: 'Il n’a plus de place pour eux. Les messages arrivent encore. Dites à la personne qui s’en occupe de faire de la place aujourd’hui.',
  },
  'no-messages': {
    title: 'Les patients ne peuvent pas écrire en ce moment',
    lead: 'Le serveur n’a plus de place. On dit aux patients de vous appeler. Vous pouvez encore lire et répondre. Dites à la personne qui s’en occupe de faire de la place tout de suite.',
  },
} as const satisfies Translated<typeof english>
