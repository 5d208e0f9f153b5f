import { describe, expect, test } from 'vitest'
import { autoReplyText, type AutoReply } from './auto-reply.ts'
import type { BusinessCalendar } from './business-hours.ts'
import { dueAt } from './expected-reply.ts'

const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
  closures: new Set(),
  region: 'ca-on',
}

/** A reply to a message sent on a Monday at 10:15, unless said otherwise. Unbreakable spaces are written as spaces. */
function textOf(changes: Partial<AutoReply> = {}): string {
  const sentAt = changes.sentAt ?? new Date('2026-11-23T15:15:00Z')
  const text = autoReplyText({
    language: 'en',
    practiceName: 'Maple Clinic',
    careTeamName: 'The nurses',
    sentAt,
    dueAt: dueAt({ calendar, sentAt, standardMinutes: 960 }),
    calendar,
    clinicPhone: '613-555-0100',
    urgentHelp: 'Chest pain, or trouble breathing.',
    ...changes,
  })
  return text.replaceAll('\u00A0', ' ')
}

describe('autoReplyText', () => {
  test('in English, while the clinic is open', () => {
    expect(textOf()).toBe(`We got your message. The nurses at Maple Clinic will read it.

Expect an answer by Wednesday, November 25, 2026 at 10:15 a.m.

Only use messages for needs that can wait.
For this topic, this can’t wait: Chest pain, or trouble breathing.

If it can’t wait:
• If it is an emergency, call 911 or go to the nearest emergency room.
• Call the clinic at 613-555-0100.
• To talk to a nurse at any hour, call 811 (TTY: 1-866-797-0007).
• If you are thinking of suicide, or fear for someone, call or text 988 at any hour.`)
  })

  test('in French, sent on a Saturday', () => {
    const text = textOf({
      language: 'fr',
      practiceName: 'Clinique des Érables',
      careTeamName: 'soins infirmiers',
      sentAt: new Date('2026-11-21T15:00:00Z'),
      urgentHelp: 'une douleur à la poitrine.',
    })
    expect(text).toBe(`Nous avons reçu votre message. Il sera lu par : soins infirmiers, Clinique des Érables.

Vous aurez une réponse au plus tard le mardi 24 novembre 2026 à 17 h 00.
La clinique était fermée quand vous avez écrit. Elle ouvre le lundi 23 novembre 2026 à 9 h 00.

Les messages sont pour les besoins qui peuvent attendre.
Pour ce sujet, ceci ne peut pas attendre : une douleur à la poitrine.

Si cela ne peut pas attendre :
• Si c’est une urgence, appelez le 911 ou allez à l’urgence la plus proche.
• Appelez la clinique au 613-555-0100. Si personne ne répond, utilisez une autre ligne de cette liste.
• Pour parler à du personnel infirmier à toute heure, appelez le 811 (ATS : 1-866-797-0007).
• Si vous pensez au suicide, ou si vous craignez pour quelqu’un, appelez ou textez le 988 à toute heure.`)
  })

  test('on a holiday it names the next opening, in the practice’s zone', () => {
    const text = textOf({ sentAt: new Date('2026-12-25T16:00:00Z') })
    expect(text).toContain('The clinic was closed when you wrote. It opens on Monday, December 28, 2026 at 9:00 a.m.')
    expect(text).toContain('Expect an answer by Tuesday, December 29, 2026 at 5:00 p.m.')
  })

  test('leaves out the topic’s words when it has none', () => {
    const text = textOf({ urgentHelp: '' })
    expect(text).not.toContain('For this topic')
    expect(text).toContain('Only use messages for needs that can wait.\n\nIf it can’t wait:')
  })

  test('names and words that look like message syntax are only text', () => {
    const odd = "O'Neil's {team} <b>#1</b> '{'"
    const text = textOf({ careTeamName: odd, urgentHelp: odd })
    expect(text).toContain(`${odd} at Maple Clinic will read it.`)
    expect(text).toContain(`this can’t wait: ${odd}`)
  })
})
