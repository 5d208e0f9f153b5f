import type { texts as english } from '../en/texts.ts'
import type { Translated } from '../shape.ts'

/** Sans apostrophe courbe ni « ç » : hors de l’alphabet du réseau, un texto n’a que 70 caractères. */
export const texts = {
  'new-message': 'Vous avez un nouveau message. Ouvrez votre session comme à votre habitude pour le lire.',
  reminder: 'Un message vous attend encore. Ouvrez votre session comme à votre habitude pour le lire.',
  code: '{code} est votre code. Il sert pendant dix minutes. Ne le donnez à personne.',
} as const satisfies Translated<typeof english>
