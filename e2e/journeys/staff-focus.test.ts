// Promised: one conversation at a time, and the next only when this one has an end: answered, given to others, put off until
// later with its reason, or passed over with a reason; all by keys, on the narrowest screen, and in both languages.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffFocus as en } from '../../shared/locales/en/staff-focus.ts'
import { staffFocus as fr } from '../../shared/locales/fr/staff-focus.ts'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, practice, row } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const bar = (page: Page) => page.getByRole('region', { name: 'One at a time' })
const desk = (page: Page) => page.getByRole('heading', { level: 1 })

/** Until the bar offers the next one. */
async function isDone(page: Page, words: string): Promise<void> {
  await bar(page).getByText(words).waitFor()
  await bar(page).getByRole('button', { name: 'Next' }).waitFor()
}

/** In twenty minutes, when no answer was promised yet: the next morning may be past what a patient was told. */
async function fillSoon(page: Page, { day, timeOf }: { day: string; timeOf: string }): Promise<void> {
  const soon = new Date(Date.now() + 20 * 60_000)
  const clock = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto', hourCycle: 'h23', ...options }).format(soon)
  await page.getByLabel(day).fill(clock({ year: 'numeric', month: '2-digit', day: '2-digit' }))
  await page.getByLabel(timeOf).fill(clock({ hour: '2-digit', minute: '2-digit' }))
}

/** Begins a round in which what others of these journeys wait for has been passed over; answers how many that were. */
async function leaveOthers(page: Page, ours: readonly string[]): Promise<number> {
  const membershipId = await membershipAt(page, practice)
  const base = `/api/as/${membershipId}`
  const since = new Date(Date.now() - 1_000).toISOString()
  await page.evaluate(([key, at]) => sessionStorage.setItem(key, at), [
    `threadwell.round.${membershipId}`,
    since,
  ] as const)
  type Next = { next: { taskId: string; conversationId: string } | null }
  for (let passed = 0; passed < 100; passed++) {
    const { next } = await callAs<Next>(page, 'POST', `${base}/focus/next`, { since })
    if (next === null || ours.includes(next.conversationId)) {
      return passed
    }
    const { taskId, conversationId } = next
    await callAs(page, 'POST', `${base}/focus/passes`, { taskId, reason: 'other' })
    const presence = `${base}/conversations/${conversationId}/presence`
    await callAs(page, 'PUT', presence, { isWriting: false, isLeaving: true })
  }
  throw new Error('there is no end of what others wait for')
}

test('a round by keys: no next without an end, then put off, passed over, given away, and told in numbers', async () => {
  const ours: string[] = []
  for (const subject of ['Focus one', 'Focus two', 'Focus three', 'Focus four']) {
    ours.push(await aLetter('Ruth Applewood', { subject, text: 'May I take it with milk?' }))
  }
  const page = await newColleague(browser, 'Tomas Lindqvist', { width: 1280 })
  const others = await leaveOthers(page, ours)
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByRole('heading', { level: 1, name: 'Your round' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('j')
  await bar(page).waitFor()
  await page.getByRole('button', { name: 'Put off…' }).waitFor()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])

  const first = page.url()
  await page.keyboard.press('j')
  await bar(page).getByText('First say how this one ends, or pass it over.').waitFor()
  expect(page.url()).toBe(first)

  await page.keyboard.press('d')
  await page.getByRole('dialog', { name: 'Put off until later' }).waitFor()
  await page.getByRole('button', { name: 'Put it off' }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Say why it waits.' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByText('Waiting for results', { exact: true }).click()
  await fillSoon(page, en.defer)
  const tells = page.getByRole('checkbox', { name: /^Tell / })
  if ((await tells.count()) > 0) {
    await tells.check()
  }
  await page.getByRole('button', { name: 'Put it off' }).click()
  await isDone(page, 'Put off until later. You can go on.')
  await page
    .getByText(/^Put off until .*: waiting for results$/)
    .first()
    .waitFor()
  expect(await findings(page)).toEqual([])

  await page.keyboard.press('j')
  await page.waitForURL((url) => url.href !== first)
  const second = page.url()
  await desk(page).waitFor()
  await page.keyboard.press('p')
  await page.getByRole('dialog', { name: 'Pass this one over' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByText('It needs more time than I have now', { exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pass over' }).click()
  await page.waitForURL((url) => url.href !== second)
  const third = page.url()
  await page.getByRole('button', { name: 'Assign…' }).waitFor()
  await page.keyboard.press('a')
  await page.keyboard.type('soph')
  await page.getByRole('menuitem', { name: /Sophie Tran/ }).waitFor()
  await page.keyboard.press('Enter')
  await isDone(page, 'This is with others now. You can go on.')
  await page.keyboard.press('j')
  await page.waitForURL((url) => url.href !== third)
  await page.getByRole('link', { name: 'Stop for now' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your round' }).waitFor()
  const round = page.getByRole('region', { name: 'Your round' })
  await round.getByText('1 put off until later').waitFor()
  await round.getByText(`${others + 1} passed over`).waitFor()
  await round.getByText('1 given to someone else').waitFor()
  expect([await findings(page), breaches(page)]).toEqual([[], []])
  await page.getByRole('button', { name: 'End this round' }).click()
  await page.getByRole('heading', { level: 1, name: 'One at a time' }).waitFor()
})

test('in French on the narrowest screen: answered, what waits shows why, and is taken up again', async () => {
  const subject = 'Etroit'
  const conversationId = await aLetter('Ruth Applewood', { subject, text: 'Which hour is best?' })
  const page = await newColleague(browser, 'Sophie Tran', { width: 320 })
  const base = `/api/as/${await membershipAt(page, practice)}`
  const { work } = await callAs<{ work: { tasks: { id: string; version: number }[] } }>(
    page,
    'GET',
    `${base}/conversations/${conversationId}`,
  )
  const [task] = work.tasks
  await inLanguage(page, 'fr', async () => {
    await go(page, `focus/${task?.id}/${conversationId}?left=3`)
    const barre = page.getByRole('region', { name: 'Une à la fois' })
    await barre.getByText('Il en reste 3, avec celle-ci').waitFor()
    await page.getByRole('button', { name: 'Remettre…' }).click()
    await page.getByText('Une autre raison', { exact: true }).click()
    await fillSoon(page, fr.defer)
    await page.getByRole('button', { name: 'Remettre à plus tard' }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Écrivez la raison.' }).waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await page.getByLabel('Quelle est la raison? Les collègues peuvent la lire.').fill('The pharmacy is closed.')
    await page.getByRole('button', { name: 'Remettre à plus tard' }).click()
    await barre.getByText('Remise à plus tard. Vous pouvez continuer.').waitFor()
    await page
      .getByText(/^Remis au .*\s: voir les notes$/)
      .first()
      .waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await page.getByRole('button', { name: 'La reprendre maintenant' }).click()
    await barre.getByText(/Comment finit celle-ci/).waitFor()
    expect(breaches(page)).toEqual([])
  })
  await page.close()

  const colleague = await newColleague(browser, 'Sophie Tran', { at: `focus/${task?.id}/${conversationId}?left=1` })
  await colleague.getByLabel('Reply to Ruth Applewood').fill('In the morning.')
  await colleague.getByRole('button', { name: 'Send', exact: true }).click()
  await isDone(colleague, 'The answer waits to go out. You can go on.')
  await colleague.getByRole('button', { name: 'Send now' }).click()
  await lastDone(colleague, 'Your message was sent to Ruth Applewood.').waitFor()
  await isDone(colleague, 'Done. You can go on.')
})

test('times for messages are set by keys, and a private calendar address is shown once and ends', async () => {
  const page = await newColleague(browser, 'Sophie Tran', { width: 320 })
  await inLanguage(page, 'fr', async () => {
    await go(page, 'message-times')
    await page.getByRole('heading', { level: 1, name: 'Mes heures pour les messages' }).waitFor()
    await page.getByRole('button', { name: 'Ajouter une heure' }).click()
    const first = page.getByRole('group', { name: 'Heure 1' })
    await first.getByLabel('À').fill('11:00')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Cette heure finit avant de commencer.' }).waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await first.getByLabel('À').fill('12:45')
    await first.getByLabel('Jour').selectOption('jeudi')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Vos heures sont enregistrées.').first().waitFor()
    await page.getByRole('button', { name: 'Créer une adresse' }).click()
    const url = await page.getByLabel('Votre adresse privée').inputValue()
    expect(url).toMatch(/\/calendar\/[0-9a-f-]{36}\/[\w-]{43}\.ics$/)
    expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])
    const read = () => page.request.get(new URL(url).pathname)
    expect((await (await read()).text()).split('BEGIN:VEVENT')).toHaveLength(9)
    await page.reload()
    await page.getByText(/^Vous avez une adresse depuis le /).waitFor()
    expect(await page.getByLabel('Votre adresse privée').count()).toBe(0)
    await page.getByRole('button', { name: 'Mettre fin à l’adresse' }).click()
    await page.getByRole('button', { name: 'Créer une adresse' }).waitFor()
    expect((await read()).status()).toBe(404)
    await go(page, 'focus')
    await page.getByText(/Votre prochaine heure pour les messages\s: jeudi/).waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  })
})

test('past the time that the patient was told, they are told a later one; the queue shows what waits', async () => {
  const subject = 'Told a later time'
  const conversationId = await aLetter('Ruth Applewood', { subject, text: 'Is the letter ready?' })
  const page = await newColleague(browser, 'Tomas Lindqvist', { at: `conversations/${conversationId}` })
  await page.getByRole('button', { name: 'Put off…' }).click()
  await page.getByText('Waiting for a colleague', { exact: true }).click()
  const far = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Until which day?').fill(far)
  await page.getByRole('button', { name: 'Put it off' }).click()
  await page
    .getByRole('alert')
    .getByRole('link', { name: /Tick this box, or choose an earlier time/ })
    .click()
  await page.keyboard.press('Space')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Put it off' }).click()
  await page.getByRole('button', { name: 'Take it up now' }).waitFor()
  await go(page, 'queue/mine')
  await row(page, subject)
    .getByText(/^Put off until .*: waiting for a colleague$/)
    .waitFor()
  expect(await findings(page)).toEqual([])
  const patient = await newPerson(browser, 'Ruth Applewood')
  await patient.getByRole('link', { name: subject }).click()
  await patient.getByText('We need more time to answer your message.').waitFor()
})
