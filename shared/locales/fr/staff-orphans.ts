import type { staffOrphans as english } from '../en/staff-orphans.ts'
import type { Translated } from '../shape.ts'

/** Ce sur quoi personne n’agirait : trouvé la nuit, confié à quelqu’un par l’administration. */
export const staffOrphans = {
  title: 'Travail sans responsable',
  lead: 'Chaque nuit, nous cherchons les messages auxquels personne ne répondrait. Confiez chacun à quelqu’un.',
  checkedAt: 'Dernière vérification : {when}',
  never: 'La première vérification n’est pas encore faite.',
  none: 'Il n’y en a pas',
  noneLead: 'Chaque conversation ouverte a quelqu’un qui s’en occupe.',
  about: 'De quoi il s’agit',
  why: 'Ce qui ne va pas',
  act: 'Que faire',
  since: 'Dernier message : {when}',
  inbox: 'Boîte : {name}',
  kinds: {
    'no-task': 'Le patient a écrit en dernier, et personne ne doit répondre.',
    'owner-gone': 'La réponse est confiée à {name}, qui ne peut pas travailler ici en ce moment.',
    'owner-gone-unknown': 'La réponse est confiée à quelqu’un qui ne peut pas travailler ici en ce moment.',
    'no-alarm': 'Personne ne saurait que la réponse est en retard.',
    'inbox-owner': 'La personne responsable de cette boîte ne peut pas travailler ici en ce moment.',
    'inbox-backup': 'Le remplaçant de cette boîte ne peut pas travailler ici en ce moment.',
  },
  open: '{count, plural, =0 {Rien n’y est ouvert.} one {# chose y est ouverte.} other {# choses y sont ouvertes.}}',
  who: 'Qui s’en occupe?',
  theInbox: 'La boîte {name}',
  give: 'Confier',
  given: 'Confié à {name}.',
  changeInbox: 'Choisir qui répond pour cette boîte',
  banner: 'Du travail est sans responsable',
  bannerLead:
    '{count, plural, one {Une chose attend, et personne ne s’en occuperait.} other {# choses attendent, et personne ne s’en occuperait.}}',
  see: 'Voir et confier à quelqu’un',
} as const satisfies Translated<typeof english>
