import type { account as english } from '../en/account.ts'
import type { Translated } from '../shape.ts'

/** Se connecter, le compte et ses façons de se connecter, se joindre avec un code, la première mise en place. */
export const account = {
  problems: {
    wait: '{minutes, plural, one {Il y a eu trop d’essais. Attendez # minute, puis essayez encore.} other {Il y a eu trop d’essais. Attendez # minutes, puis essayez encore.}}',
    'sign-in-refused': 'Le courriel ou le mot de passe est faux. Vérifiez les deux, puis essayez encore.',
    'code-refused': 'Ce code est faux, ou il a déjà servi. Prenez-en un nouveau.',
    'passkey-refused': 'Cette clé d’accès ne marche pas ici. Essayez encore, ou connectez-vous d’une autre façon.',
    'passkey-stopped': 'La clé d’accès n’a pas servi. Essayez encore quand vous voudrez.',
    'passkey-known': 'Cette clé d’accès est déjà dans un compte.',
    'passkey-unsupported': 'Ce navigateur ne connaît pas les clés d’accès. Choisissez une autre façon.',
    'passkey-failed': 'La clé d’accès n’a pas marché. Essayez encore, ou choisissez une autre façon.',
    'too-many-passkeys': 'Vous avez déjà toutes les clés d’accès possibles. Enlevez-en une.',
    'second-factor-needed': 'Vous devez d’abord finir de vous connecter.',
    'step-up-needed': 'Montrez-nous d’abord que c’est bien vous.',
    'last-second-factor': 'Il vous faut au moins une deuxième étape. Ajoutez-en une autre avant d’enlever celle-ci.',
    'invitation-refused':
      'Cette invitation ne s’ouvre pas. Vérifiez chaque réponse. Sinon, appelez votre clinique pour avoir un nouveau code.',
    'invitation-used': 'Cette invitation ne marche plus. Appelez votre clinique pour avoir un nouveau code.',
    'ticket-expired': 'Le temps est passé et la page s’est fermée. Recommencez.',
    'already-a-member': 'Ce compte est déjà inscrit à cette clinique.',
    'email-in-use': 'Ce courriel a déjà un compte. Connectez-vous, puis entrez votre code.',
    'set-up-code-refused': 'Ce code est faux. Cherchez-le dans ce que le serveur a écrit à son départ.',
    'already-set-up': 'Ce serveur est déjà prêt. Connectez-vous.',
    'already-signed-in': 'Votre session est déjà ouverte.',
  },
  fieldProblems: {
    'wrong-code': 'Ce code est faux. Attendez le prochain dans votre appli.',
    'password-too-short': 'Il faut au moins {limit, number} caractères.',
    'password-too-long': 'Il faut au plus {limit, number} caractères.',
    'password-common': 'Ce mot de passe est trop facile à trouver. Prenez-en un autre.',
    'password-contains-email': 'Votre courriel ne doit pas être dans le mot de passe.',
    'password-wrong': 'Ce n’est pas votre mot de passe.',
  },
} as const satisfies Translated<typeof english>
