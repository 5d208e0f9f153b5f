import { mapleStreetPatients } from './maple-street-patients.ts'
import { mapleStreetThreads } from './maple-street-threads.ts'
import { mapleStreetTemplates } from './maple-street-templates.ts'
import { mapleStreetTopics } from './maple-street-topics.ts'
import { mapleStreetTriage } from './maple-street-triage.ts'
import { patientsOfTheWeeks, threadsOfTheWeeks } from './maple-street-weeks.ts'
import type { StoryPractice } from './story.ts'

/** A family practice in Ottawa. Its people, numbers and addresses are made up; 555-01xx numbers belong to nobody. */
export const mapleStreet: StoryPractice = {
  key: 'maple-street',
  name: 'Maple Street Family Practice',
  address: '48 Maple Street, Ottawa ON  K1A 0A0',
  phone: '613-555-0100',
  timeZone: 'America/Toronto',
  hours: [
    { opens: '08:30', closes: '12:00' },
    { opens: '13:00', closes: '16:30' },
  ],
  colleagues: [
    {
      key: 'haddad',
      name: 'Dr. Amira Haddad',
      role: 'physician',
      email: 'amira.haddad@maple.example.test',
      language: 'en',
      lookAt: 'Prescriptions: one renewal is overdue and has come to you as the backup.',
    },
    {
      key: 'belanger',
      name: 'Dr. Luc Bélanger',
      role: 'physician',
      email: 'luc.belanger@maple.example.test',
      language: 'fr',
      lookAt: 'In French: back from an absence, with what happened meanwhile, and a message assigned to him.',
    },
    {
      key: 'tran',
      name: 'Sophie Tran',
      role: 'nurse-practitioner',
      email: 'sophie.tran@maple.example.test',
      language: 'en',
      lookAt: 'Owner of Prescriptions: renewals to answer.',
    },
    {
      key: 'lindqvist',
      name: 'Tomas Lindqvist',
      role: 'nurse',
      email: 'tomas.lindqvist@maple.example.test',
      language: 'en',
      lookAt: 'Owner of Nurses: one urgent message, one he has claimed, one nobody has. Also a patient at Byward.',
    },
    {
      key: 'okafor',
      name: 'Beatrice Okafor',
      role: 'clerk',
      email: 'beatrice.okafor@maple.example.test',
      language: 'en',
      lookAt: 'Front desk: appointments and forms, and a patient to call because they did not read.',
    },
    {
      key: 'gagnon',
      name: 'Marc Gagnon',
      role: 'clerk',
      email: 'marc.gagnon@maple.example.test',
      language: 'fr',
      lookAt: 'The second clerk, in French.',
    },
    {
      key: 'marchand',
      name: 'Adele Marchand',
      role: 'administrator',
      email: 'adele.marchand@maple.example.test',
      language: 'en',
      lookAt: 'Topics, inboxes, opening hours, colleagues. Sees no messages.',
    },
    {
      key: 'tremblay',
      name: 'Yves Tremblay',
      role: 'privacy-officer',
      email: 'yves.tremblay@maple.example.test',
      language: 'fr',
      lookAt: 'The audit log: who looked at what, and whether the log is whole.',
    },
  ],
  inboxes: [
    {
      key: 'front-desk',
      name: { en: 'Front desk', fr: 'Accueil' },
      owner: 'okafor',
      backup: 'gagnon',
      members: ['okafor', 'gagnon'],
    },
    {
      key: 'nurses',
      name: { en: 'Nurses', fr: 'Soins infirmiers' },
      owner: 'lindqvist',
      backup: 'tran',
      members: ['lindqvist', 'tran', 'haddad', 'belanger', 'okafor'],
    },
    {
      key: 'prescriptions',
      name: { en: 'Prescriptions', fr: 'Ordonnances' },
      owner: 'tran',
      backup: 'haddad',
      members: ['tran', 'haddad', 'belanger', 'lindqvist'],
    },
  ],
  topics: mapleStreetTopics,
  triage: mapleStreetTriage,
  // A day here has seven hours.
  expectations: [
    { role: 'clerk', triageMinutes: 120, replyMinutes: 420 },
    { role: 'nurse', triageMinutes: 240, replyMinutes: 420 },
    { role: 'nurse-practitioner', triageMinutes: null, replyMinutes: 840 },
    { role: 'physician', triageMinutes: null, replyMinutes: 840 },
  ],
  patients: [...mapleStreetPatients, ...patientsOfTheWeeks],
  threads: [...mapleStreetThreads, ...threadsOfTheWeeks],
  absences: [
    {
      who: 'belanger',
      enteredAt: { workingDaysAgo: 10, at: '09:00' },
      from: { workingDaysAgo: 4, at: '12:00' },
      until: { workingDaysAgo: 1, at: '08:30' },
      cover: 'haddad',
      note: {
        en: 'I am at a course. Dr. Haddad knows my patients well.',
        fr: 'Je suis en formation. La docteure Haddad connaît bien mes patients.',
      },
    },
    {
      who: 'tran',
      enteredAt: { workingDaysAgo: 10, at: '09:30' },
      from: { workingDaysAhead: 3, at: '12:00' },
      until: { workingDaysAhead: 8, at: '08:30' },
      cover: 'haddad',
      note: {
        en: 'I am away with my family. See you soon.',
        fr: 'Je suis en vacances avec ma famille. À bientôt.',
      },
    },
  ],
  templates: mapleStreetTemplates,
  rotations: [
    {
      by: 'tran',
      inbox: 'prescriptions',
      startsInWeeks: 3,
      days: { 1: 'tran', 2: 'tran', 3: 'tran', 4: 'haddad', 5: 'belanger' },
    },
  ],
}
