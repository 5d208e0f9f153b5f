import type { StoryTriage } from './story.ts'

/** What Maple Street wants to see first. */
export const mapleStreetTriage: StoryTriage = {
  by: 'marchand',
  labels: [
    { key: 'call', name: { en: 'Call today', fr: 'Appeler aujourd’hui' } },
    { key: 'baby', name: { en: 'Baby', fr: 'Bébé' } },
    { key: 'chart', name: { en: 'Put in the chart', fr: 'À mettre au dossier' } },
  ],
  rules: [
    {
      name: 'Chest pain or short of breath',
      words: [
        'chest pain',
        'chest pains',
        'pain in my chest',
        'short of breath',
        'can’t breathe',
        'douleur à la poitrine',
        'douleurs à la poitrine',
        'mal à la poitrine',
        'souffle court',
        'à bout de souffle',
      ],
      inbox: 'nurses',
      isUrgent: true,
      label: 'call',
    },
    {
      name: 'Babies go to the nurses',
      topics: ['symptoms', 'something-else'],
      ageTo: 1,
      inbox: 'nurses',
      label: 'baby',
    },
    { name: 'Readings from home', topics: ['home-readings'], label: 'chart' },
  ],
}
