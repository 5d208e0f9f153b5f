import type { patientWriting as english } from '../en/patient-writing.ts'
import type { Translated } from '../shape.ts'

/** Ce qui empêche un patient d’écrire pour un temps : quoi, pourquoi, jusqu’à quand, ce qui marche encore et quoi faire d’autre. */
export const patientWriting = {
  heading: {
    start: {
      'no-room': 'La clinique ne peut pas prendre de message en ce moment',
      paused: 'La clinique ne prend pas de nouveau message en ce moment',
      'full-today': 'La clinique ne prend plus de nouveau message aujourd’hui',
      blocked: 'Vous ne pouvez pas écrire pour un temps',
      'too-many-open': 'Vous ne pouvez pas encore écrire un nouveau message',
      'too-many-today': 'Vous ne pouvez plus écrire aujourd’hui',
      'cooling-down': 'Attendez un peu avant votre prochain message',
    },
    answer: {
      'no-room': 'La clinique ne peut pas prendre de réponse en ce moment',
      paused: 'La clinique ne prend pas de réponse en ce moment',
      'full-today': 'La clinique ne prend plus de réponse aujourd’hui',
      blocked: 'Vous ne pouvez pas écrire pour un temps',
      'too-many-open': 'Vous ne pouvez pas encore répondre',
      'too-many-today': 'Vous ne pouvez plus écrire aujourd’hui',
      'cooling-down': 'Attendez un peu avant de répondre',
    },
  },
  why: {
    'no-room': 'Notre serveur n’a plus de place pour les messages. Ce n’est pas à cause de vous.',
    'full-today':
      '{limit, plural, one {La clinique prend # nouveau message par jour.} other {La clinique prend # nouveaux messages par jour.}} Ainsi, chacun reçoit une bonne réponse.',
    'too-many-open':
      '{limit, plural, one {Vous pouvez avoir # conversation ouverte à la fois.} other {Vous pouvez avoir # conversations ouvertes à la fois.}} Quand la clinique en ferme une, vous pouvez en commencer une autre.',
    'too-many-today':
      '{limit, plural, one {Vous pouvez envoyer # message en 24 heures.} other {Vous pouvez envoyer # messages en 24 heures.}} Ainsi, nous pouvons lire chaque patient.',
    'cooling-down': 'Nous venons de recevoir un message de vous. Laissez-nous le temps de le lire.',
  },
  reason: 'Pourquoi : {reason}',
  until: 'Vous pourrez écrire de nouveau : {when}',
  canRead: 'Vous pouvez encore lire vos messages.',
  canAnswer: 'Vous pouvez encore lire vos messages et répondre dans vos conversations.',
  instead: 'Ce que vous pouvez faire maintenant',
  call: 'Appelez {clinic} : <call>{phone}</call>',
  book: 'Prendre rendez-vous en ligne',
  kept: 'Ce que vous aviez commencé à écrire',
  keptWhere: 'C’est gardé dans vos brouillons.',
  toHome: 'Aller à vos messages',
  otherTopic: 'Choisir un autre sujet',
  topics: {
    none: 'Vous ne pouvez pas écrire de nouveau message en ce moment',
    notNow: 'Vous ne pouvez pas écrire sur ces sujets en ce moment',
    paused: 'La clinique ne prend pas de nouveau message en ce moment sur : {topics}',
    full: 'La clinique ne prend plus de nouveau message aujourd’hui sur : {topics}',
  },
  refused: {
    'no-room':
      'Votre message n’a pas été pris. Le serveur n’a plus de place en ce moment, et personne ne le lira. Appelez plutôt la clinique.',
    paused: 'La clinique vient de mettre les messages en pause.',
    'full-today': 'La clinique vient de recevoir tous les messages qu’elle prend en un jour.',
    blocked: 'La clinique a arrêté vos messages pour un temps.',
    'too-many-open': 'Vous avez trop de conversations ouvertes pour en commencer une autre.',
    'too-many-today': 'Vous avez envoyé autant de messages que la clinique le permet en 24 heures.',
    'cooling-down': 'Nous venons de recevoir un message de vous. Attendez un peu avant le prochain.',
  },
  sendAgain: 'Vous pourrez l’envoyer de nouveau : {when}',
} as const satisfies Translated<typeof english>
