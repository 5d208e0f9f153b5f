import type { StoryTopic } from './story.ts'

/** What patients may write about at Maple Street, in the order in which they see it. */
export const mapleStreetTopics: StoryTopic[] = [
  {
    keyword: 'prescription',
    name: { en: 'Prescription renewal', fr: 'Renouveler une ordonnance' },
    help: {
      en: 'Tell us the name and dose of each drug, and your pharmacy. Write when you have a week left.',
      fr: 'Dites-nous le nom et la dose de chaque médicament, et votre pharmacie. Écrivez une semaine avant la fin.',
    },
    urgentHelp: {
      en: 'You have run out of a drug you must not stop, or you feel worse since a change.',
      fr: 'Vous n’avez plus un médicament à ne pas cesser, ou vous allez moins bien depuis un changement.',
    },
    inbox: 'prescriptions',
    characters: 1_000,
    files: 2,
    replyWithinDays: 2,
    remindAfterHours: 72,
  },
  {
    keyword: 'test-result',
    name: { en: 'Question about a test result', fr: 'Question sur un résultat' },
    help: {
      en: 'Tell us which test it was, and the day it was done.',
      fr: 'Dites-nous de quel test il s’agit, et le jour où il a été fait.',
    },
    urgentHelp: {
      en: 'A lab or another clinic told you to see someone today.',
      fr: 'Un labo ou une autre clinique vous a dit de consulter aujourd’hui.',
    },
    inbox: 'nurses',
    characters: 1_500,
    files: 2,
    replyWithinDays: 3,
    remindAfterHours: 72,
  },
  {
    keyword: 'symptoms',
    name: { en: 'Symptoms that can wait', fr: 'Symptômes qui peuvent attendre' },
    help: {
      en: 'Say when it began, where it is, and what makes it better or worse. A photo can help.',
      fr: 'Dites quand cela a commencé, où, et ce qui aide ou aggrave. Une photo peut aider.',
    },
    urgentHelp: {
      en: 'Chest pain, trouble breathing, sudden weakness, heavy bleeding, or a fever over 39 °C.',
      fr: 'Mal à la poitrine, souffle court, faiblesse soudaine, fort saignement, ou fièvre de plus de 39 °C.',
    },
    inbox: 'nurses',
    characters: 2_000,
    files: 5,
    replyWithinDays: 1,
    remindAfterHours: 24,
  },
  {
    keyword: 'appointment',
    name: { en: 'Appointment', fr: 'Rendez-vous' },
    help: {
      en: 'Tell us what the visit is for, and which days and times suit you.',
      fr: 'Dites-nous pourquoi vous voulez venir, et quels jours et heures vous conviennent.',
    },
    urgentHelp: {
      en: 'You must cancel a visit that is today.',
      fr: 'Vous devez annuler un rendez-vous prévu aujourd’hui.',
    },
    inbox: 'front-desk',
    characters: 600,
    files: 0,
    replyWithinDays: 1,
    remindAfterHours: 48,
  },
  {
    keyword: 'form',
    name: { en: 'Form or letter', fr: 'Formulaire ou lettre' },
    help: {
      en: 'Add a photo or a PDF of the form, and the date you need it. Some forms have a fee.',
      fr: 'Joignez une photo ou un PDF du formulaire, et la date voulue. Certains sont payants.',
    },
    urgentHelp: {
      en: 'You need the form within two days.',
      fr: 'Il vous faut le formulaire d’ici deux jours.',
    },
    inbox: 'front-desk',
    characters: 1_000,
    files: 5,
    replyWithinDays: 5,
    remindAfterHours: 72,
  },
  {
    keyword: 'home-readings',
    name: { en: 'Home readings', fr: 'Mesures à la maison' },
    help: {
      en: 'Send your blood pressure, sugar or weight, with the date and time of each.',
      fr: 'Envoyez votre tension, votre sucre ou votre poids, avec la date et l’heure.',
    },
    urgentHelp: {
      en: 'Blood pressure over 180, sugar under 4 or over 20, or you feel faint.',
      fr: 'Tension de plus de 180, sucre sous 4 ou au-dessus de 20, ou vous vous sentez mal.',
    },
    inbox: 'nurses',
    characters: 1_000,
    files: 3,
    replyWithinDays: 2,
    remindAfterHours: 72,
  },
  {
    keyword: 'something-else',
    name: { en: 'Something else', fr: 'Autre chose' },
    help: {
      en: 'For what fits nowhere else. We pass it to the right person.',
      fr: 'Pour ce qui ne va pas ailleurs. Nous le passons à la bonne personne.',
    },
    urgentHelp: {
      en: 'Anything you would not want to wait two days for.',
      fr: 'Tout ce qui ne peut pas attendre deux jours.',
    },
    inbox: 'front-desk',
    characters: 2_000,
    files: 2,
    replyWithinDays: 2,
    remindAfterHours: 72,
  },
]
