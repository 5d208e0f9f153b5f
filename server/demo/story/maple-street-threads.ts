import type { Thread } from './story.ts'
import { frenchThreads } from './maple-street-threads-french.ts'

const englishThreads: Thread[] = [
  {
    topic: 'test-result',
    subject: 'My thyroid test',
    patient: 'brightwater',
    at: { workingDaysAgo: 6, at: '09:20' },
    text: 'The lab says my thyroid test is done. Is my dose still right?',
    steps: [
      { at: { workingDaysAgo: 6, at: '10:45' }, by: 'belanger', does: 'claim' },
      {
        at: { workingDaysAgo: 6, at: '10:58' },
        by: 'belanger',
        does: 'write',
        text: 'Your test is in the range we want, so please keep the same dose. Do you take it on an empty stomach?',
      },
      { at: { workingDaysAgo: 6, at: '18:30' }, by: 'brightwater', does: 'read' },
      {
        at: { workingDaysAgo: 3, at: '10:15' },
        by: 'brightwater',
        does: 'write',
        text: 'Mostly with my morning coffee. Does that matter?',
      },
      {
        at: { workingDaysAgo: 3, at: '11:40' },
        by: 'haddad',
        does: 'write',
        text: 'It does a little: coffee can keep some of it out. Take it with water, and wait half an hour before coffee. We will test again in two months.',
      },
      { at: { workingDaysAgo: 3, at: '12:20' }, by: 'brightwater', does: 'read' },
    ],
  },
  {
    topic: 'home-readings',
    subject: 'Blood pressure this week',
    patient: 'fairweather',
    at: { workingDaysAgo: 9, at: '09:10' },
    text: 'Here are my readings from Monday to Friday, in the morning before breakfast: 138/82, 135/80, 141/84, 133/79, 136/81. I feel fine. Should I keep on with the same pill?',
    steps: [
      { at: { workingDaysAgo: 9, at: '10:40' }, by: 'lindqvist', does: 'claim' },
      {
        at: { workingDaysAgo: 9, at: '10:52' },
        by: 'lindqvist',
        does: 'note',
        text: 'Average 137/81. Dr. Haddad agrees: no change.',
      },
      {
        at: { workingDaysAgo: 9, at: '11:05' },
        by: 'lindqvist',
        does: 'write',
        text: 'Thank you for writing them down so carefully. Your numbers are good. Please keep on with the same pill. Send us another five readings in three months, or sooner if they go over 150.',
      },
      { at: { workingDaysAgo: 9, at: '17:20' }, by: 'fairweather', does: 'read' },
      { at: { workingDaysAgo: 8, at: '08:45' }, by: 'lindqvist', does: 'close', outcome: 'visit-avoided' },
    ],
  },
  {
    topic: 'prescription',
    subject: 'Amlodipine and vitamin D',
    patient: 'fairweather',
    at: { minutesAgo: 95 },
    text: 'Could you renew my amlodipine 5 mg and vitamin D? I have ten days left. My pharmacy is Elm Street Pharmacy, the same as last time.',
  },
  {
    topic: 'symptoms',
    subject: 'Rash on my arm',
    patient: 'thistledown',
    at: { minutesAgo: 28 },
    text: 'I have had an itchy rash on my left forearm for four days. It began after I cleaned out the shed. It is not spreading, and I have no fever. Calamine helps for an hour or so. Is there something better I can get without a visit?',
  },
  {
    topic: 'symptoms',
    subject: 'Heartburn at night',
    patient: 'larkspur',
    at: { minutesAgo: 190 },
    text: 'For two weeks I have had heartburn when I lie down. I am 22 weeks along. I sleep on two pillows now, which helps a bit. Are there tablets I may take?',
    steps: [
      { at: { minutesAgo: 150 }, by: 'lindqvist', does: 'claim' },
      {
        at: { minutesAgo: 141 },
        by: 'lindqvist',
        does: 'note',
        text: 'No warning signs in what she writes. Asked Sophie which antacid she prefers at 22 weeks; will answer after her morning clinic.',
      },
    ],
  },
  {
    topic: 'symptoms',
    subject: 'Numb fingers since a fall',
    patient: 'brightwater',
    at: { minutesAgo: 65 },
    text: 'I slipped on the stairs last night and landed on my right hand. The wrist is swollen and two fingers have been numb since this morning. I can move them. I work with my hands, so I would like to know if I need an X-ray.',
    steps: [
      { at: { minutesAgo: 40 }, by: 'okafor', does: 'mark-urgent' },
      {
        at: { minutesAgo: 38 },
        by: 'okafor',
        does: 'note',
        text: 'Numb since this morning: marked urgent. Left a voice message for him at 613-555-0119 as well.',
      },
    ],
  },
  {
    topic: 'form',
    subject: 'Return-to-work form',
    patient: 'applewood',
    at: { workingDaysAgo: 4, at: '08:50' },
    text: 'My employer needs a form before I may come back after my knee operation. I can bring it or send a photo. I need it by the end of next week. Is there a fee?',
    steps: [
      {
        at: { workingDaysAgo: 4, at: '11:30' },
        by: 'okafor',
        does: 'write',
        text: 'A clear photo of both pages is fine. The fee is $25, payable at pick-up. Which date did the surgeon give you for going back?',
      },
      { at: { workingDaysAgo: 4, at: '18:05' }, by: 'applewood', does: 'read' },
      {
        at: { workingDaysAgo: 3, at: '19:40' },
        by: 'applewood',
        does: 'write',
        text: 'The surgeon said the 14th, half days at first. My employer wants to know if I may stand for four hours.',
      },
      { at: { workingDaysAgo: 2, at: '09:05' }, by: 'okafor', does: 'assign', to: 'tran' },
      {
        at: { workingDaysAgo: 2, at: '09:06' },
        by: 'okafor',
        does: 'note',
        text: 'Sophie, can you say about standing? The rest of the form I have filled in.',
      },
    ],
  },
  {
    topic: 'symptoms',
    subject: 'After your iron infusion',
    patient: 'winterbourne',
    startedBy: 'lindqvist',
    at: { workingDaysAgo: 6, at: '10:15' },
    text: 'Dear Mr. Winterbourne, this is Tomas from the clinic. How have you felt since the iron infusion? Please tell us if you have had a rash, joint pain or dark stools. Your next blood test is due at the end of the month.',
  },
  {
    topic: 'something-else',
    subject: 'Flu shots begin on Monday',
    patient: 'nightingale',
    startedBy: 'okafor',
    mode: 'one-way',
    at: { workingDaysAgo: 1, at: '15:20' },
    text: 'Our flu clinic begins on Monday, from 9 to 11:30, at the practice. No appointment is needed. Please bring your health card and wear short sleeves. You cannot reply to this message; call us if you have a question.',
  },
]

export const mapleStreetThreads: Thread[] = [...englishThreads, ...frenchThreads]
