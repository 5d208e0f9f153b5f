import type { patientTexts as english } from '../en/patient-texts.ts'
import type { Translated } from '../shape.ts'

/** La page où un patient demande d’être averti par texto : le numéro, son code, le choix, et l’enlever. */
export const patientTexts = {
  title: 'Textos',
  lead: 'On peut vous envoyer un texto quand un nouveau message de {clinic} vous attend ici.',
  back: 'Votre compte',
  seen: {
    heading: 'D’autres peuvent voir vos textos',
    body: 'Le texto dit juste qu’il y a un message. Il ne nomme ni la clinique, ni vous, ni le sujet. Pour lire le message, vous ouvrez votre session ici comme toujours.',
  },
  off: 'Cette clinique n’envoie pas de texto. Elle vous avertit par courriel.',
  number: {
    label: 'Votre numéro de cellulaire',
    hint: 'Au Canada ou aux États-Unis, comme 416-555-0123',
    missing: 'Entrez votre numéro de cellulaire.',
    phone: 'Ce n’est pas un numéro de cellulaire. Entrez dix chiffres, comme 416-555-0123.',
    'phone-abroad': 'On ne peut écrire qu’à un numéro du Canada ou des États-Unis.',
    send: 'M’envoyer un code',
    rates: 'Votre compagnie de téléphone peut faire payer les textos.',
  },
  code: {
    sent: 'On envoie un code au numéro qui finit par {ending}. Jusqu’à {when}, il sert ici.',
    label: 'Code du texto',
    hint: 'Six chiffres',
    missing: 'Entrez le code.',
    'wrong-code': 'Ce code n’est pas le bon. Regardez le texto encore une fois.',
    'code-expired': 'Ce code ne sert plus. Demandez-en un autre.',
    confirm: 'Confirmer',
    again: 'Envoyer un autre code, ou changer de numéro',
  },
  state: {
    unproven: 'Le numéro qui finit par {ending} n’est pas encore confirmé. Aucun texto n’y va.',
    lapsed:
      'Vous avez confirmé le numéro qui finit par {ending} il y a plus d’un an. Un numéro peut changer de mains : confirmez-le encore.',
    suspended: 'Aucun texto ne va plus au numéro qui finit par {ending}.',
  },
  problem: {
    'opted-out':
      'Quelqu’un a répondu STOP à un texto. Pour en recevoir encore, envoyez START au même numéro, puis demandez un autre code.',
    'number-refused': 'Ce numéro ne reçoit pas de texto. C’est peut-être celui de la maison.',
    'not-delivered': 'Le dernier texto n’est pas arrivé. Le téléphone est peut-être fermé, ou le numéro a changé.',
    other: 'On n’a pas pu envoyer le code. Attendez un peu, puis demandez-en un autre.',
  },
  choice: {
    heading: 'Votre numéro finit par {ending}',
    label: 'Comment vous avertir?',
    email: 'Courriel',
    text: 'Texto',
    both: 'Les deux',
    hint: 'Si vous ne lisez pas le message après un premier rappel, on essaie aussi l’autre façon. Ensuite, quelqu’un peut vous appeler.',
    noAddress: 'La clinique n’a pas votre courriel. On vous avertit donc par texto.',
    save: 'Enregistrer',
    saved: 'C’est enregistré.',
  },
  remove: {
    button: 'Enlever ce numéro',
    text: 'On vous avertit alors par courriel seulement. Vous pouvez redonner un numéro quand vous voulez.',
    noAddress: 'La clinique n’a pas votre courriel. On ne peut alors plus vous avertir d’un nouveau message.',
    done: 'Le numéro est enlevé.',
  },
  confirmed: 'Votre numéro est confirmé.',
  wait: '{minutes, plural, one {Trop de codes sont partis. Essayez encore dans # minute.} other {Trop de codes sont partis. Essayez encore dans # minutes.}}',
} as const satisfies Translated<typeof english>
