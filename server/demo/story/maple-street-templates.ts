import type { StoryTemplate } from './story.ts'

/** A handful of texts that a family practice sends every week, in both languages; one is due to be read again. */
export const mapleStreetTemplates: StoryTemplate[] = [
  {
    by: 'tran',
    scope: 'practice',
    at: { workingDaysAgo: 30, at: '12:10' },
    name: { en: 'Normal test results', fr: 'Résultats normaux' },
    text: {
      en: 'Hello {patientGivenName},\n\nYour test results are normal. You do not need to do anything.\n\nIf you still feel unwell, write to us here or call us at {clinicPhone}.',
      fr: 'Bonjour {patientGivenName},\n\nVos résultats sont normaux. Vous n’avez rien à faire.\n\nSi vous ne vous sentez toujours pas bien, écrivez-nous ici ou appelez-nous au {clinicPhone}.',
    },
    reviewInDays: 180,
  },
  {
    by: 'tran',
    scope: 'practice',
    at: { workingDaysAgo: 30, at: '12:20' },
    name: { en: 'Come in for blood work', fr: 'Prise de sang à faire' },
    text: {
      en: 'Hello {patientGivenName},\n\nPlease have your blood taken before your next visit. Take your form and your health card with you. Do not eat for 10 hours before the test. You may drink water.\n\nWe will write to you when we have the results.',
      fr: 'Bonjour {patientGivenName},\n\nFaites votre prise de sang avant votre prochain rendez-vous. Apportez le formulaire et votre carte Santé. Ne mangez pas pendant les 10 heures d’avant. Vous pouvez boire de l’eau.\n\nNous vous écrirons quand nous aurons les résultats.',
    },
    reviewInDays: 90,
  },
  {
    by: 'tran',
    scope: 'team',
    inbox: 'prescriptions',
    at: { workingDaysAgo: 25, at: '09:15' },
    name: { en: 'Refill sent', fr: 'Renouvellement envoyé' },
    text: {
      en: 'Hello {patientGivenName},\n\nWe sent your refill to your pharmacy on {today}. Call the pharmacy before you go, to be sure that it is ready.',
      fr: 'Bonjour {patientGivenName},\n\nNous avons envoyé votre renouvellement à la pharmacie le {today}. Appelez la pharmacie avant d’y aller, pour savoir si c’est prêt.',
    },
    reviewInDays: 120,
  },
  {
    by: 'lindqvist',
    scope: 'team',
    inbox: 'nurses',
    at: { workingDaysAgo: 40, at: '15:00' },
    name: { en: 'Flu shot clinic', fr: 'Clinique de vaccination contre la grippe' },
    text: {
      en: 'Hello {patientGivenName},\n\nOur nurses give the flu shot in the clinic. Call us at {clinicPhone} to choose a time. Bring your health card.',
      fr: 'Bonjour {patientGivenName},\n\nNos infirmières donnent le vaccin contre la grippe à la clinique. Appelez-nous au {clinicPhone} pour choisir une heure. Apportez votre carte Santé.',
    },
    reviewInDays: -3,
  },
  {
    by: 'lindqvist',
    scope: 'practice',
    at: { workingDaysAgo: 20, at: '10:30' },
    name: { en: 'We need to see you', fr: 'Nous devons vous voir' },
    text: {
      en: 'Hello {patientGivenName},\n\nWe need to see you in person to be sure. Call us at {clinicPhone} to book a visit.\n\nIf you feel worse before then, go to the emergency room or call 911.',
      fr: 'Bonjour {patientGivenName},\n\nNous devons vous voir en personne pour être sûrs. Appelez-nous au {clinicPhone} pour prendre rendez-vous.\n\nSi cela s’aggrave avant, allez à l’urgence ou appelez le 911.',
    },
    reviewInDays: 200,
  },
  {
    by: 'lindqvist',
    scope: 'personal',
    at: { workingDaysAgo: 12, at: '13:40' },
    name: { en: 'Send me a photo', fr: '' },
    text: {
      en: 'Hello {patientGivenName},\n\nCan you send a photo, taken in daylight? Put a coin beside it, so that I can see the size.\n\n{myName}',
      fr: '',
    },
  },
]
