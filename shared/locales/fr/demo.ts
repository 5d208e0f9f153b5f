import type { demo as english } from '../en/demo.ts'
import type { Translated } from '../shape.ts'

export const demo = {
  mailbox: {
    title: 'Le courriel de la démo',
    about: 'Tous les courriels sont ici. Rien ne sort de cet ordinateur.',
    empty: 'Rien pour le moment. Écrivez à un patient, puis attendez un peu.',
    refresh: 'Voir les nouveaux courriels',
    otherLanguage: 'English',
    to: 'À',
    sent: 'Envoyé',
  },
} as const satisfies Translated<typeof english>
