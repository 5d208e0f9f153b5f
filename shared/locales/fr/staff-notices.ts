import type { staffNotices as english } from '../en/staff-notices.ts'
import type { Translated } from '../shape.ts'

/** Ce qu’on a tenté pour que la personne sache qu’un message l’attend, et comment cela a fini. */
export const staffNotices = {
  title: 'Comment on a averti la personne',
  none: 'Rien n’est encore parti pour cette conversation.',
  line: {
    'new-message': { email: 'Courriel pour le message', text: 'Texto pour le message' },
    reminder: { email: 'Rappel par courriel', text: 'Rappel par texto' },
  },
  ending: {
    email: {
      'on-its-way': 'En route',
      sent: 'Envoyé',
      delivered: 'Arrivé',
      failed: 'Pas arrivé',
      'not-needed': 'Pas envoyé : le message était lu',
    },
    text: {
      'on-its-way': 'En route',
      sent: 'Envoyé. On ne sait pas encore s’il est arrivé.',
      delivered: 'Arrivé sur le téléphone',
      failed: 'Pas arrivé',
      'not-needed': 'Pas envoyé : le message était lu',
    },
  },
  problem: {
    'opted-out': 'Quelqu’un a répondu STOP à un texto. On n’en envoie plus à ce numéro.',
    'number-refused': 'Ce numéro ne reçoit pas de texto. On n’y envoie plus rien.',
    'not-delivered': 'Le téléphone est peut-être fermé, ou le numéro n’est plus le bon. On n’y envoie plus rien.',
    'no-number': 'Le numéro est enlevé, ou pas encore confirmé.',
    'texts-not-configured': 'Les textos ne marchent pas ici.',
    'text-refused': 'Le service de textos ne l’a pas pris.',
    'gateway-busy': 'Le service de textos était trop occupé.',
    'gateway-unreachable': 'Le service de textos ne répondait pas.',
    'gateway-login-refused': 'Le service de textos ne nous a pas laissé entrer. Dites-le à qui tient le serveur.',
    'gateway-sender-refused': 'Le service de textos ne connaît pas notre numéro. Dites-le à qui tient le serveur.',
  },
} as const satisfies Translated<typeof english>
