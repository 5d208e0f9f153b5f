import type { capacity as english } from '../en/capacity.ts'
import type { Translated } from '../shape.ts'

/** Ce que la clinique dit au patient sur l’usage des messages : un arrêt, et les mots revus des rappels. */
export const capacity = {
  block: {
    subject: 'Vous ne pouvez pas écrire pour un temps',
    text: 'Vous ne pouvez pas écrire à {clinic} ici. Cela finit tout seul : {until}\nVous pouvez encore lire ce que nous avons écrit.',
    reason: 'Pourquoi : {reason}',
    reach: 'Si vous avez besoin de nous avant, appelez {clinic} : {phone}',
    urgent: 'Si cela ne peut pas attendre :',
  },
  booking: 'Vous pouvez prendre rendez-vous ici : {url}',
  coaching: {
    urgent:
      'Merci de nous le dire. Ce que vous décrivez ne peut peut-être pas attendre, et nous ne lisons pas les messages toute la journée. La prochaine fois, appelez-nous. Si c’est une urgence, faites le 911.',
    'visit-needed':
      'Merci de votre message. C’est plus que ce que nous pouvons faire par écrit : il faut vous voir. Prenez rendez-vous, s’il vous plaît.',
    'one-thing':
      'Merci de votre message. Écrivez-nous une seule chose à la fois, et attendez notre réponse avant d’écrire encore. Ainsi nous vous aidons plus vite.',
    tone: 'Nous voulons vous aider. Des mots de votre message ont blessé ceux qui le lisent. Écrivez-nous avec respect, comme nous le faisons avec vous.',
  },
} as const satisfies Translated<typeof english>
