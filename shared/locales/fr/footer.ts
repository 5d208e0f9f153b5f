import type { footer as english } from '../en/footer.ts'
import type { Translated } from '../shape.ts'

/** Ce qui se lit sous un message de la clinique, sauf si elle a ses propres mots. */
export const footer = {
  turnaround: 'Nous répondons aux messages en {turnaround}.',
  days: '{count, plural, one {# jour ouvrable} other {# jours ouvrables}}',
  hours: '{count, plural, one {# heure d’ouverture} other {# heures d’ouverture}}',
  urgent: 'Si cela ne peut pas attendre, appelez la clinique au {clinicPhone}.',
} as const satisfies Translated<typeof english>
