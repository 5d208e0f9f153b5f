import { randomInt } from 'node:crypto'
import { api } from '../../shared/api/index.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aBrowser } from '../testing/browser.ts'
import { type ActorKind, actorKinds, type EndpointRow, type EndpointRows } from '../testing/endpoint-actors.ts'

// Signing in and one's own account: no practice plays a part, so everybody who is signed in gets the same answer, the
// suspended too.
const password = 'nine lanterns over water'
const answer = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
}
const newPasskey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', attestationObject: 'AAAA' },
}

export const accountRows: EndpointRows = {
  readSession: anyone(200),
  signIn: guessing('signIn', {
    ...anyone(401),
    input: (_world, actor) => ({ email: `no-${actor.toLowerCase()}@example.test`, password }),
  }),
  answerSecondFactor: signedIn(409, { method: 'totp', code: '000000' }),
  startPasskeySignIn: anyone(200),
  signInWithPasskey: guessing('signInWithPasskey', anyone(401, { credential: answer })),
  signOut: signedIn(200),
  readAccount: signedIn(200),
  changeAccount: signedIn(200, { language: 'en' }),
  changePassword: guessing('changePassword', signedIn(422, { currentPassword: 'none', newPassword: password })),
  startTotp: signedIn(200),
  confirmTotp: signedIn(409, { ticket: 'none', code: '000000' }),
  removeTotp: signedIn(404),
  startPasskey: signedIn(200),
  addPasskey: signedIn(422, { name: 'Key', credential: newPasskey }),
  renamePasskey: signedIn(404, { passkeyId: uuidv7(), name: 'Key' }),
  removePasskey: signedIn(404, { passkeyId: uuidv7() }),
  makeRecoveryCodes: signedIn(200),
  stepUp: guessing('stepUp', signedIn(401, { method: 'totp', code: '000000' })),
  startPasskeyStepUp: signedIn(200),
  stepUpWithPasskey: guessing('stepUpWithPasskey', signedIn(401, { credential: answer })),
  listDevices: signedIn(200),
  endDevice: signedIn(404, { sessionId: uuidv7() }),
  endOtherDevices: signedIn(200),
  openInvitation: guessing('openInvitation', anyone(422, { code: 'AAAAA-AAAAA', birthDate: '1980-05-17' })),
  acceptInvitation: signedIn(409, { ticket: 'none' }),
  enrol: anyone(409, { ticket: 'none', email: 'somebody@example.test', password, language: 'en' }),
  readSetup: anyone(200),
  setUp: anyone(409, {
    code: 'AAAAA-AAAAA',
    practiceName: 'Second Clinic',
    practiceAddress: '1 Main Street',
    practicePhone: '416-555-0199',
    timeZone: 'America/Toronto',
    name: 'Ada Second',
    email: 'second@example.test',
    password,
    language: 'en',
  }),
}

function anyone(status: number, input: Record<string, unknown> = {}): EndpointRow {
  const statuses = Object.fromEntries(actorKinds.map((kind) => [kind, status])) as Record<ActorKind, number>
  return { input: () => input, statuses }
}

function signedIn(status: number, input: Record<string, unknown> = {}): EndpointRow {
  const row = anyone(status, input)
  return { ...row, statuses: { ...row.statuses, anonymous: 401 } }
}

/** Each knocks from a place of their own: the answer asked for is the refusal, not that there were many. */
function guessing(name: keyof typeof api, row: EndpointRow): EndpointRow {
  return {
    ...row,
    send: async ({ house }, caller, input) => {
      const browser = aBrowser(house, { ip: `203.0.${randomInt(256)}.${randomInt(256)}` })
      const token = caller.as['cookie']?.split('=')[1]
      if (token !== undefined) {
        browser.cookies.set(sessionCookie, token)
      }
      return (await browser.call(api[name], input as never)).status
    },
  }
}
