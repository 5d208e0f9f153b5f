import type { Thread } from './story.ts'

export const frenchThreads: Thread[] = [
  {
    topic: 'prescription',
    subject: 'Metformine',
    patient: 'beausoleil',
    at: { workingDaysAgo: 7, at: '10:30' },
    text: 'Bonjour, il me reste trois jours de metformine 500 mg, deux fois par jour. Pouvez-vous la renouveler à la Pharmacie des Ormes\u00A0? Merci beaucoup.',
  },
  {
    topic: 'test-result',
    subject: 'Ma prise de sang de mardi',
    patient: 'bellefeuille',
    at: { workingDaysAgo: 2, at: '13:15' },
    text: 'J’ai vu sur le site du labo que ma ferritine est à 14. Est-ce que je dois reprendre du fer\u00A0? Je suis fatiguée, mais rien de nouveau.',
    steps: [
      { at: { workingDaysAgo: 1, at: '09:20' }, by: 'belanger', does: 'claim' },
      {
        at: { workingDaysAgo: 1, at: '09:35' },
        by: 'belanger',
        does: 'write',
        text: 'Bonjour madame Bellefeuille. Oui, 14 est un peu bas. Reprenez un comprimé de fer un jour sur deux, avec un verre de jus d’orange. On refait la prise de sang dans trois mois. Si la fatigue augmente, écrivez-nous.',
      },
    ],
  },
  {
    topic: 'appointment',
    subject: 'Vaccin avant un voyage',
    patient: 'montclair',
    at: { workingDaysAgo: 5, at: '11:10' },
    text: 'Je pars au Sénégal le mois prochain. J’aimerais un rendez-vous pour les vaccins, le matin si possible, sauf le jeudi.',
    steps: [
      {
        at: { workingDaysAgo: 5, at: '14:00' },
        by: 'gagnon',
        does: 'write',
        text: 'Bonjour\u00A0! C’est noté pour mercredi prochain à 9 h avec Sophie Tran. Apportez votre carnet de vaccination, s’il vous plaît.',
      },
      { at: { workingDaysAgo: 5, at: '14:25' }, by: 'montclair', does: 'read' },
      {
        at: { workingDaysAgo: 5, at: '14:27' },
        by: 'montclair',
        does: 'write',
        text: 'Parfait, merci, j’y serai.',
      },
      { at: { workingDaysAgo: 5, at: '15:10' }, by: 'gagnon', does: 'close', outcome: 'visit-booked' },
    ],
  },
  {
    topic: 'test-result',
    subject: 'Radiographie de mon genou',
    patient: 'desrosiers',
    at: { minutesAgo: 250 },
    text: 'On a fait une radio de mon genou vendredi après le soccer. Est-ce que le résultat est arrivé\u00A0? L’entraînement recommence lundi et j’aimerais savoir si je peux jouer.',
    steps: [{ at: { minutesAgo: 230 }, by: 'lindqvist', does: 'assign', to: 'belanger' }],
  },
  {
    topic: 'symptoms',
    subject: 'Ma cheville',
    patient: 'desrosiers',
    at: { workingDaysAgo: 6, at: '13:05' },
    text: 'Je me suis tordu la cheville au soccer samedi. Elle est enflée, mais je peux marcher. Est-ce que je dois la faire voir ?',
    steps: [
      {
        at: { workingDaysAgo: 6, at: '15:30' },
        by: 'belanger',
        does: 'write',
        text: 'Bonjour Léa. Si tu peux marcher, du repos, de la glace et un bandage suffisent. Écris-moi dans quelques jours si l’enflure reste.',
      },
      { at: { workingDaysAgo: 6, at: '16:10' }, by: 'desrosiers', does: 'read' },
      {
        at: { workingDaysAgo: 1, at: '08:05' },
        by: 'desrosiers',
        does: 'write',
        text: 'Elle est encore un peu enflée le soir, mais elle fait moins mal. Est-ce que je peux courir ?',
      },
    ],
  },
]
