import type { session as english } from '../en/session.ts'
import type { Translated } from '../shape.ts'

/** La fin d’une session, que toute page peut rencontrer. */
export const session = {
  aboutToEnd: {
    title: 'Êtes-vous encore là?',
    text: 'Votre session sera fermée dans deux minutes, pour que vos messages restent privés. Vos mots sont gardés.',
    stay: 'Garder la session ouverte',
    leave: 'Fermer la session',
    dayTitle: 'Votre session se ferme bientôt',
    day: 'Elle est ouverte depuis ce matin. Elle se ferme à {time}. Ouvrez-en alors une autre : vos mots sont gardés.',
  },
  signedInAgain: 'Votre session est ouverte de nouveau.',
} as const satisfies Translated<typeof english>
