import type { calendar as english } from '../en/calendar.ts'
import type { Translated } from '../shape.ts'

/** Ce qui figure dans l’agenda d’un collègue : ni nom ni mot de personne. */
export const calendar = {
  name: 'Heures pour les messages',
  block: 'Heure des messages',
  waiting:
    '{count, plural, =0 {Heure des messages : rien n’attend} one {Heure des messages : # attend} other {Heure des messages : # attendent}}',
} as const satisfies Translated<typeof english>
