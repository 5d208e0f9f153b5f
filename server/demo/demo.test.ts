// The story is there, in every state that the pages can show, and the mailbox shows what came by mail as the text it is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTransport } from 'nodemailer'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { createApp, type App } from '../app.ts'
import { uuidv7 } from '../platform/ids.ts'
import { signedIn } from '../testing/sign-in.ts'
import { call, type Caller } from '../testing/call.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { mountMailPage } from './mail-page.ts'
import { demoPeople } from './people.ts'
import { seedStory } from './seed.ts'
import { instantOf } from './when.ts'

const house = useTestHouse()

describe('the story', () => {
  let tookMs = 0
  beforeAll(async () => {
    const startedAt = performance.now()
    await seedStory(house().way)
    tookMs = performance.now() - startedAt
  }, 60_000)

  /** Somebody of the story, signed in, in their practice. */
  async function as(name: string, practiceName = 'Maple Street Family Practice'): Promise<Caller & { id: string }> {
    const person = (await demoPeople(house().way)).find((one) => one.name === name)
    const { headers } = await signedIn(house(), person?.accountId ?? '')
    const session = await call(house(), { as: headers }, api.readSession, {})
    const membership = session.body.memberships.find(({ practice }) => practice.name === practiceName)
    return { id: membership?.id ?? '', as: headers }
  }
  const conversationsOf = async (name: string) => (await call(house(), await as(name), api.listConversations, {})).body

  test('is written in seconds, and once', async () => {
    expect(tookMs).toBeLessThan(20_000)
    expect(await seedStory(house().way)).toBe(false)
  })

  test('has a practice that is live, with hours, inboxes and topics', async () => {
    const administrator = await as('Adele Marchand')
    const practice = await call(house(), administrator, api.readPractice, {})
    expect(practice.body).toMatchObject({ isLive: true, missing: [], phone: '613-555-0100', isOpenNow: true })
    expect(practice.body.hours).toHaveLength(10)
    const topics = await call(house(), administrator, api.listTopics, {})
    expect(topics.body.items).toHaveLength(7)
    const inboxes = await call(house(), administrator, api.listCareTeams, {})
    expect(inboxes.body.items.map(({ owner, backup }) => owner !== null && backup !== null)).toEqual([true, true, true])
    const patients = await call(house(), await as('Beatrice Okafor'), api.listPatients, {})
    expect(patients.body.items).toHaveLength(17)
    expect(new Set(patients.body.items.map(({ status }) => status))).toEqual(new Set(['confirmed', 'invited', 'none']))
  })

  test('has templates in both languages, of everybody, of inboxes and of one person, one of them due', async () => {
    const { items } = (await call(house(), await as('Tomas Lindqvist'), api.listTemplates, {})).body
    expect(new Set(items.map(({ scope }) => scope))).toEqual(new Set(['practice', 'team', 'personal']))
    expect(items.filter(({ isReviewDue }) => isReviewDue).map(({ name }) => name.en)).toEqual(['Flu shot clinic'])
    expect(items.filter(({ text }) => text.en !== '' && text.fr !== '')).toHaveLength(items.length - 1)
  })

  test('has one account that is a patient of both practices', async () => {
    expect((await as('Margaret Fairweather')).id).not.toBe(
      (await as('Margaret Fairweather', 'Byward Diabetes Clinic')).id,
    )
    const [there] = (
      await call(house(), await as('Margaret Fairweather', 'Byward Diabetes Clinic'), api.listConversations, {})
    ).body.items
    expect(there).toMatchObject({ subject: 'First week with the new meter', stage: 'answered' })
  })

  test('has conversations new, claimed, answered and unread, urgent, late, and closed', async () => {
    expect((await conversationsOf('Daniel Thistledown')).items).toMatchObject([{ stage: 'received', isUnread: false }])
    expect((await conversationsOf('Priya Larkspur')).items).toMatchObject([
      { stage: 'with-person', stagePerson: { name: 'Tomas Lindqvist' } },
    ])
    expect(await conversationsOf('Amélie Bellefeuille')).toMatchObject({ unread: 1, items: [{ stage: 'answered' }] })
    expect((await conversationsOf('Chloé Montclair')).items).toMatchObject([
      { status: 'closed', outcome: 'visit-booked' },
    ])
    const nurse = await as('Tomas Lindqvist')
    const inboxes = await call(house(), nurse, api.listInboxes, {})
    const nurses = inboxes.body.inboxes.find(({ careTeam }) => careTeam.name === 'Nurses')
    const queue = await call(house(), nurse, api.listQueue, { careTeamId: nurses?.careTeam.id })
    expect(queue.body.items[0]).toMatchObject({ patient: { name: 'Hassan Brightwater' }, task: { priority: 'urgent' } })
    expect(queue.body.items.map(({ task }) => task?.kind)).toContain('contact-patient')
    const late = (await conversationsOf('Jean-Guy Beausoleil')).items[0]
    expect(new Date(late?.dueAt ?? 0).getTime()).toBeLessThan(house().clock.now().getTime())
  })

  test('has told the owner and then the backup about what is late', async () => {
    const [late] = (await conversationsOf('Jean-Guy Beausoleil')).items
    const page = await call(house(), await as('Dr. Amira Haddad'), api.readConversation, {
      conversationId: late?.id ?? '',
    })
    expect(page.body.work?.tasks).toMatchObject([{ status: 'requested', escalatedTo: { name: 'Dr. Amira Haddad' } }])
  })

  test('has a colleague back from an absence, with what happened meanwhile, and what is planned', async () => {
    const physician = await as('Dr. Luc Bélanger')
    const [handover] = (await call(house(), physician, api.listHandovers, {})).body.items
    expect(handover).toMatchObject({ came: 2, answered: 1, open: 1 })
    const { items } = await conversationsOf('Hassan Brightwater')
    const conversationId = items.find(({ subject }) => subject === 'My thyroid test')?.id ?? ''
    const page = await call(house(), await as('Hassan Brightwater'), api.readConversation, { conversationId })
    expect(page.body.messages.at(-1)).toMatchObject({
      author: { name: 'Dr. Amira Haddad' },
      onBehalfOf: { name: 'Dr. Luc Bélanger' },
    })
    const { body } = await call(house(), physician, api.listAbsences, {})
    expect(body.items).toMatchObject([{ who: { name: 'Sophie Tran' }, state: 'planned' }])
    expect(body.rotations).toMatchObject([{ who: { name: 'Prescriptions' }, state: 'planned' }])
  })

  test('goes on: its people write and answer', async () => {
    const patient = await as('Ruth Applewood')
    const [conversation] = (await call(house(), patient, api.listConversations, {})).body.items
    const sent = await call(house(), patient, api.sendMessage, {
      conversationId: conversation?.id ?? '',
      messageId: uuidv7(),
      text: 'I have found the date.',
      attachmentIds: [],
    })
    expect(sent.status).toBe(200)
  })

  test('names in the list of people what each is for', async () => {
    const people = await demoPeople(house().way)
    expect(people.length).toBeGreaterThan(20)
    expect(
      people.every(({ lookAt, leadsTo, role }) => lookAt !== '' && leadsTo === (role === 'patient' ? '/' : '/staff')),
    ).toBe(true)
  })
})

test.each([
  // A Monday at three in the morning.
  ['2026-11-23T08:00:00Z', { workingDaysAgo: 1, at: '09:10' }, '2026-11-20T14:10:00Z'],
  // A Sunday, the day the clocks go back.
  ['2026-11-01T18:00:00Z', { workingDaysAgo: 1, at: '16:00' }, '2026-10-30T20:00:00Z'],
  ['2026-11-02T18:00:00Z', { workingDaysAgo: 6, at: '16:00' }, '2026-10-23T20:00:00Z'],
  ['2026-11-20T20:00:00Z', { workingDaysAhead: 1, at: '08:30' }, '2026-11-23T13:30:00Z'],
  ['2026-11-23T08:00:00Z', { minutesAgo: 30 }, '2026-11-23T07:30:00Z'],
])('seen from %s, %o was at %s', (now, when, then) => {
  expect(instantOf(when, new Date(now), 'America/Toronto')).toEqual(new Date(then))
})

describe('the mailbox', () => {
  let mailbox: Mailbox
  let app: App
  const get = async (url: string, headers: Record<string, string> = {}) => (await app.inject({ url, headers })).body
  const send = (subject: string, text: string) =>
    createTransport(mailbox.url).sendMail({ from: 'a@example.test', to: 'b@example.test', subject, text })

  beforeAll(async () => {
    mailbox = await openMailbox()
    app = await createApp(house().way)
    mountMailPage(app, mailbox, { publicUrl: 'http://localhost:8080' })
  })
  afterAll(async () => {
    await app.close()
    await mailbox.close()
  })

  test('is empty at first, in the language of the browser or the one asked for', async () => {
    expect(await get('/demo/mail')).toContain('No e-mail yet')
    expect(await get('/demo/mail', { 'accept-language': 'fr-CA' })).toContain('<html lang="fr-CA">')
    expect(await get('/demo/mail?language=fr')).toContain('Rien pour le moment')
    expect(await get('/demo/mail?language=en', { 'accept-language': 'fr-CA' })).toContain('<html lang="en-CA">')
    expect(await get('/demo/mail?language=%3Cscript%3E')).toContain('<html lang="en-CA">')
  })

  test('shows what came by SMTP as text, with its link', async () => {
    await send('<b>Hello</b> & "you"', '<script>alert(1)</script>\n\nhttp://localhost:8080/\n')
    const page = await get('/demo/mail')
    expect(page).not.toMatch(/<script|<b>|style=/)
    expect(page).toContain('&#60;b&#62;Hello')
    expect(page).toContain('<a href="http://localhost:8080/">')
    expect(page).toContain('b@example.test')
  })

  test('runs under the strict policy, with its style beside it', async () => {
    const answer = await app.inject({ url: '/demo/mail' })
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answer.headers['cache-control']).toBe('no-store')
    expect((await app.inject({ url: '/demo/mail.css' })).headers['content-type']).toContain('text/css')
  })

  test('keeps the newest', async () => {
    const transport = createTransport({ url: mailbox.url, pool: true, maxConnections: 1, maxMessages: Infinity })
    for (let i = 0; i < limits.demoMails + 5; i += 1) {
      await transport.sendMail({ from: 'a@example.test', to: 'b@example.test', subject: `Mail ${i}`, text: 'text' })
    }
    transport.close()
    expect(mailbox.mails()).toHaveLength(limits.demoMails)
    expect(mailbox.mails()[0]?.subject).toBe(`Mail ${limits.demoMails + 4}`)
  })
})
