import type { reply as english } from '../en/reply.ts'
import type { Translated } from '../shape.ts'

export const reply = {
  received: 'Nous avons reçu votre message. Il sera lu par : {careTeamName}, {practiceName}.',
  receivedOnly: 'Nous avons reçu votre message.',
  away: '{name} n’est pas là jusqu’au {backTime}.',
  inboxAway: 'Personne ne lit les messages pour {careTeamName} jusqu’au {backTime}.',
  coveredByPerson: '{coveringName} lira votre message.',
  coveredByInbox: 'Votre message sera lu par : {coveringName}.',
  moreTime: 'Il nous faut plus de temps pour répondre à votre message.',
  expected: 'Vous aurez une réponse au plus tard le {dueTime}.',
  closed: 'La clinique était fermée quand vous avez écrit. Elle ouvre le {openingTime}.',
  onlyIfItCanWait: 'Les messages sont pour les besoins qui peuvent attendre.',
  urgentForTopic: 'Pour ce sujet, ceci ne peut pas attendre : {urgentHelp}',
  ifItCannotWait: 'Si cela ne peut pas attendre :',
  callClinic: 'Appelez la clinique au {clinicPhone}.',
  callClosedClinic:
    'Appelez la clinique au {clinicPhone}. Si personne ne répond, utilisez une autre ligne de cette liste.',
} as const satisfies Translated<typeof english>
