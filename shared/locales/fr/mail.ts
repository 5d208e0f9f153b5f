import type { mail as english } from '../en/mail.ts'
import type { Translated } from '../shape.ts'

export const mail = {
  'new-message': {
    subject: 'Vous avez un nouveau message de votre clinique',
    text: 'Vous avez un nouveau message de votre clinique.',
  },
  reminder: {
    subject: 'Un message de votre clinique vous attend',
    text: 'Un message de votre clinique vous attend.',
  },
  /** Pour le personnel qui le veut, quand commence son heure pour les messages. */
  gathered: {
    subject: '{count, plural, one {# message vous attend} other {# messages vous attendent}}',
    text: 'Votre heure pour les messages commence. {count, plural, one {# message vous attend.} other {# messages vous attendent.}}',
  },
  problem: {
    'no-address': 'Cette personne n’a pas d’adresse courriel. On ne peut pas l’avertir d’un nouveau message.',
    'mail-not-configured': 'Le courriel n’est pas réglé sur ce serveur. Aucun avis ne part.',
    'address-refused': 'Le dernier avis n’est pas arrivé. L’adresse courriel est peut-être fausse.',
    'message-refused': 'Le dernier avis n’est pas arrivé. Le serveur de la personne l’a refusé.',
    'sender-refused': 'Le dernier avis n’est pas parti. Notre serveur de courriel l’a refusé.',
    'login-refused': 'Le dernier avis n’est pas parti. Notre serveur de courriel nous a refusé l’accès.',
    'server-busy': 'Le dernier avis n’est pas arrivé. Le serveur de courriel était trop occupé.',
    'server-unreachable': 'Le dernier avis n’est pas parti. Notre serveur de courriel ne répondait pas.',
  },
} as const satisfies Translated<typeof english>
