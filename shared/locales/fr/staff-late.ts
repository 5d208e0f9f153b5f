import type { staffLate as english } from '../en/staff-late.ts'
import type { Translated } from '../shape.ts'

/** Ce qui a dépassé son délai : à qui c’est, depuis quand, et qui a été averti. */
export const staffLate = {
  way: 'En retard',
  title: 'En retard',
  lead: 'Tout ceci devrait déjà être fait. Ce qui attend depuis le plus longtemps vient en premier.',
  none: 'Rien n’est en retard',
  noneLead: 'Vous voyez ici ce qui est en retard dans les boîtes dont vous répondez.',
  about: 'De quoi il s’agit',
  due: 'Attendu pour',
  whose: 'À qui c’est',
  told: 'Qui a été averti',
  inbox: 'Boîte : {name}',
  unclaimed: 'Personne ne l’a pris',
  kinds: {
    respond: 'Répondre au patient',
    'contact-patient': 'Joindre le patient autrement',
    'follow-up': 'Tâche d’un collègue',
  },
  urgent: 'Urgent',
  steps: {
    none: 'Personne encore',
    owner: 'Première étape : {name}',
    backup: 'Deuxième étape : {name}',
    administrators: 'Dernière étape : l’administration',
  },
  nameless: 'personne n’était là',
  before: 'Avant cela : {name}',
  banner: 'Des réponses sont très en retard',
  bannerLead:
    '{count, plural, one {Une chose est en retard, et les personnes averties ne l’ont pas faite.} other {# choses sont en retard, et les personnes averties ne les ont pas faites.}}',
  see: 'Voir ce qui est en retard',
} as const satisfies Translated<typeof english>
