// A passkey signs in only at our own origin, for its own account, with its person verified, and each answer counts once.
import { expect, test } from 'vitest'
import { account as accountApi } from '../../shared/api/account.ts'
import { session as api } from '../../shared/api/session.ts'
import { anAuthenticator, type Authenticator, type Flaws } from '../testing/authenticator.ts'
import { aBrowser, type Browser } from '../testing/browser.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { deploymentAudit } from './audit.fixture.ts'
import { password, withPassword, withTotp } from './password-account.fixture.ts'

const house = useTestHouse()
const origin = 'http://localhost:8080'

type Holder = { accountId: string; email: string; browser: Browser; device: Authenticator }

async function withPasskey(): Promise<Holder> {
  const account = await withPassword(house())
  const browser = aBrowser(house())
  await browser.call(api.signIn, { email: account.email, password })
  const device = anAuthenticator(origin)
  const { body } = await browser.call(accountApi.startPasskey, {})
  const answer = await browser.call(accountApi.addPasskey, {
    name: 'My phone',
    credential: device.create(body.options),
  })
  expect(answer).toMatchObject({ status: 200, body: { next: 'done', factors: ['passkey'] } })
  return { ...account, browser, device }
}

async function signInWith(device: Authenticator, flaws: Flaws = {}) {
  const browser = aBrowser(house())
  const { body } = await browser.call(api.startPasskeySignIn, {})
  const credential = device.get(body.options, flaws)
  return { browser, credential, answer: await browser.call(api.signInWithPasskey, { credential }) }
}

test('a passkey is made, and signs in without a name or a password', async () => {
  const holder = await withPasskey()
  const { browser, answer } = await signInWith(holder.device)
  expect(answer).toMatchObject({ status: 200, body: { next: 'done', factors: ['passkey'] } })
  const account = await browser.call(accountApi.readAccount, {})
  expect(account.body).toMatchObject({ id: holder.accountId, passkeys: [{ name: 'My phone' }], totp: null })
  expect(account.body.passkeys[0]?.lastUsedAt).not.toBeNull()
})

test('what the browser is asked for: user verification, a discoverable passkey, no statement of its maker', async () => {
  const { browser } = await withPasskey()
  const creation = (await browser.call(accountApi.startPasskey, {})).body.options
  expect(creation).toMatchObject({
    rp: { id: 'localhost' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ type: 'public-key' }],
  })
  const request = (await browser.call(api.startPasskeySignIn, {})).body.options
  expect(request).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  expect(request['allowCredentials']).toBeUndefined()
})

test('a challenge has 256 bits and is never the same twice', async () => {
  const { browser } = await withPasskey()
  const asked = [
    (await browser.call(accountApi.startPasskey, {})).body.options,
    (await browser.call(api.startPasskeySignIn, {})).body.options,
    (await browser.call(api.startPasskeySignIn, {})).body.options,
  ].map((options) => String(options['challenge']))
  expect(asked.map((challenge) => Buffer.from(challenge, 'base64url').length)).toEqual([32, 32, 32])
  expect(new Set(asked).size).toBe(3)
})

test('a passkey answers after a password, too', async () => {
  const holder = await withPasskey()
  const browser = aBrowser(house())
  const first = await browser.call(api.signIn, { email: holder.email, password })
  expect(first.body).toEqual({ next: 'second-factor', factors: ['passkey'] })
  const { body } = await browser.call(api.startPasskeySignIn, {})
  const answer = await browser.call(api.signInWithPasskey, { credential: holder.device.get(body.options) })
  expect(answer.body.next).toBe('done')
})

test.each<[string, Flaws]>([
  ['of another origin', { origin: 'https://threadwell.example.evil' }],
  ['of another host', { rpId: 'evil.example' }],
  ['without user verification', { isUserVerified: false }],
  ['to a challenge nobody gave', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['that is a registration', { type: 'webauthn.create' }],
  ['with the counter set back', { counter: 0 }],
  ['in the name of another person', { userHandle: Buffer.alloc(16, 9).toString('base64url') }],
])('an answer %s is refused', async (_name, flaws) => {
  const { device } = await withPasskey()
  // The counter has moved on by now, so that setting it back shows.
  expect((await signInWith(device)).answer.status).toBe(200)
  const { browser, answer } = await signInWith(device, flaws)
  expect(answer).toMatchObject({ status: 401, code: 'passkey-refused' })
  expect(browser.session()).toBeUndefined()
  expect((await signInWith(device)).answer.status).toBe(200)
})

test('an answer counts once', async () => {
  const { device } = await withPasskey()
  const { credential, answer } = await signInWith(device)
  expect(answer.status).toBe(200)
  const replayed = await aBrowser(house()).call(api.signInWithPasskey, { credential })
  expect(replayed).toMatchObject({ status: 401, code: 'passkey-refused' })
})

test('an answer counts once, also when it is sent many times at once', async () => {
  const { device } = await withPasskey()
  const { body } = await aBrowser(house()).call(api.startPasskeySignIn, {})
  const credential = device.get(body.options)
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => aBrowser(house()).call(api.signInWithPasskey, { credential })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401])
})

test('a challenge expires', async () => {
  const { device } = await withPasskey()
  const browser = aBrowser(house())
  const { body } = await browser.call(api.startPasskeySignIn, {})
  house().clock.advance({ minutes: 6 })
  const answer = await browser.call(api.signInWithPasskey, { credential: device.get(body.options) })
  expect(answer.status).toBe(401)
})

test("an answer under another passkey's id is refused, for either person", async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()]
  const asTheirs = await signInWith(mine.device, { credentialId: theirs.device.credentialId })
  expect(asTheirs.answer.status).toBe(401)
  const andTheirName = await signInWith(mine.device, {
    credentialId: theirs.device.credentialId,
    userHandle: Buffer.from(theirs.accountId.replaceAll('-', ''), 'hex').toString('base64url'),
  })
  expect(andTheirName.answer.status).toBe(401)
})

test('a challenge for stepping up does not sign in, and one for signing in does not step up', async () => {
  const { browser, device } = await withPasskey()
  const stepUp = (await browser.call(accountApi.startPasskeyStepUp, {})).body.options
  const signIn = (await browser.call(api.startPasskeySignIn, {})).body.options
  expect((await aBrowser(house()).call(api.signInWithPasskey, { credential: device.get(stepUp) })).status).toBe(401)
  expect((await browser.call(accountApi.stepUpWithPasskey, { credential: device.get(signIn) })).status).toBe(401)
})

test("stepping up takes one's own passkey", async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()]
  house().clock.advance({ minutes: 6 })
  expect((await mine.browser.call(accountApi.startPasskey, {})).code).toBe('step-up-needed')
  const first = (await mine.browser.call(accountApi.startPasskeyStepUp, {})).body.options
  expect(first['allowCredentials']).toMatchObject([{ id: mine.device.credentialId }])
  const refused = await mine.browser.call(accountApi.stepUpWithPasskey, { credential: theirs.device.get(first) })
  expect(refused.status).toBe(401)
  const givenToThem = (await theirs.browser.call(accountApi.startPasskeyStepUp, {})).body.options
  const borrowed = await mine.browser.call(accountApi.stepUpWithPasskey, { credential: mine.device.get(givenToThem) })
  expect(borrowed.status).toBe(401)
  const second = (await mine.browser.call(accountApi.startPasskeyStepUp, {})).body.options
  const token = mine.browser.session()
  const answer = await mine.browser.call(accountApi.stepUpWithPasskey, { credential: mine.device.get(second) })
  expect(answer.status).toBe(200)
  expect(mine.browser.session()).not.toBe(token)
  expect((await mine.browser.call(accountApi.startPasskey, {})).status).toBe(200)
})

test.each<[string, Flaws]>([
  ['of another origin', { origin: 'https://threadwell.example.evil' }],
  ['of another host', { rpId: 'evil.example' }],
  ['without user verification', { isUserVerified: false }],
  ['for a challenge nobody gave', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['that is an answer', { type: 'webauthn.get' }],
])('a new passkey %s is refused', async (_name, flaws) => {
  const { browser } = await withTotp(house())
  const { options } = (await browser.call(accountApi.startPasskey, {})).body
  const credential = anAuthenticator(origin).create(options, flaws)
  const answer = await browser.call(accountApi.addPasskey, { name: 'Key', credential })
  expect(answer).toMatchObject({ status: 422, code: 'passkey-refused' })
  expect((await browser.call(accountApi.readAccount, {})).body.passkeys).toEqual([])
})

test("a new passkey for somebody else's challenge is refused, and a challenge serves once", async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const { options } = (await theirs.browser.call(accountApi.startPasskey, {})).body
  const device = anAuthenticator(origin)
  const stolen = await mine.browser.call(accountApi.addPasskey, { name: 'Key', credential: device.create(options) })
  expect(stolen.status).toBe(422)
  const own = (await mine.browser.call(accountApi.startPasskey, {})).body.options
  const made = { name: 'Key', credential: device.create(own) }
  expect((await mine.browser.call(accountApi.addPasskey, made)).status).toBe(200)
  expect((await mine.browser.call(accountApi.addPasskey, made)).status).toBe(422)
})

test('a passkey that is kept already is not kept twice', async () => {
  const [mine, theirs] = [await withTotp(house()), await withTotp(house())]
  const device = anAuthenticator(origin)
  const add = async (browser: Browser) => {
    const { options } = (await browser.call(accountApi.startPasskey, {})).body
    return browser.call(accountApi.addPasskey, { name: 'Key', credential: device.create(options) })
  }
  expect((await add(mine.browser)).status).toBe(200)
  expect(await add(theirs.browser)).toMatchObject({ status: 409, code: 'passkey-known' })
})

test('a statement about the maker that comes unasked is never looked at', async () => {
  const { browser } = await withTotp(house())
  const { options } = (await browser.call(accountApi.startPasskey, {})).body
  // Looked at, it would be refused: the signature and the certificate are nonsense.
  const attestation = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(70)],
    ['x5c', [new Uint8Array(10)]],
  ])
  const credential = anAuthenticator(origin).create(options, { attestation })
  expect((await browser.call(accountApi.addPasskey, { name: 'Key', credential })).status).toBe(200)
})

test('passkeys on record: added, used, refused', async () => {
  const { device, accountId } = await withPasskey()
  await signInWith(device, { isUserVerified: false })
  await signInWith(device)
  const acts = (await deploymentAudit(house())).entries.slice(-3)
  expect(acts).toMatchObject([
    { act: 'factor.add', outcome: 0, actor: { account: accountId }, object: { type: 'passkey' } },
    { act: 'session.refuse', outcome: 4, actor: { kind: 'anonymous' } },
    { act: 'session.start', outcome: 0, actor: { account: accountId } },
  ])
})
