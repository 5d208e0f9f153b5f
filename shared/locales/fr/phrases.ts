import type { phrases as english } from '../en/phrases.ts'
import type { Translated } from '../shape.ts'

/** Des phrases qui disent les limites, à mettre dans une réponse. Les accolades se remplissent seules. */
export const phrases = {
  whenWeRead: {
    name: 'Quand nous lisons les messages',
    text: 'Nous lisons les messages quand la clinique est ouverte. Elle ouvre le {nextOpening}.',
  },
  closedSoon: {
    name: 'La clinique ferme bientôt',
    text: 'La clinique ferme le {clinicCloses}.\nElle ouvre de nouveau le {clinicReopens}.\nSi cela ne peut pas attendre, appelez-nous au {clinicPhone}.',
  },
  awaySoon: {
    name: 'Je serai absent',
    text: 'Je ne serai pas là du {awayFrom} au {awayUntil}. Pendant ce temps, vos messages vont à : {coveredBy}.',
  },
  notUrgent: {
    name: 'Pas pour ce qui presse',
    text: 'N’écrivez pas ici si cela ne peut pas attendre. Appelez-nous au {clinicPhone}. Si c’est une urgence, appelez le 911.',
  },
  oneThing: {
    name: 'Une seule chose par message',
    text: 'Écrivez une seule chose par message. Cela nous aide à répondre plus vite.',
  },
  bookVisit: {
    name: 'Il faut un rendez-vous',
    text: 'Il faut un rendez-vous pour cela. Nous ne pouvons pas bien le faire par message. Pour le prendre, appelez-nous au {clinicPhone}.',
  },
} as const satisfies Translated<typeof english>
