import type { At, Operation, Operations, Verdict } from './operation.ts'

// Signing in and one's own account. What is anybody's has no policy; what is the account's own is hidden from every other.
const open: Operation = { ids: {}, verdict: () => 'open' }
const guess = (rest: Operation['rest']): Operation => ({ ...open, ...(rest && { rest }) })

const passkeyAnswer = {
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
const code = { method: 'totp', code: '000000' }
const password = 'nine lanterns over water'

export const accountOperations: Operations = {
  readSession: open,
  signIn: guess((at) => ({ email: `${at.word('nobody')}@example.test`, password: at.word('nobody') })),
  answerSecondFactor: guess(() => code),
  startPasskeySignIn: guess(() => ({})),
  signInWithPasskey: guess(() => ({ credential: passkeyAnswer })),
  signOut: open,
  readAccount: open,
  changeAccount: guess(() => ({ language: 'fr' })),
  changePassword: guess((at) => ({ currentPassword: at.word('nobody'), newPassword: at.word('nobody') })),
  startTotp: guess(() => ({})),
  confirmTotp: guess(() => ({ ticket: 'none', code: '000000' })),
  removeTotp: open,
  startPasskey: guess(() => ({})),
  addPasskey: guess((at) => ({ name: at.word('nobody'), credential: newPasskey })),
  renamePasskey: {
    ids: { passkeyId: 'passkey' },
    rest: (at) => ({ name: at.word('nobody') }),
    verdict: ownPasskey,
  },
  removePasskey: { ids: { passkeyId: 'passkey' }, verdict: ownPasskey },
  makeRecoveryCodes: guess(() => ({})),
  stepUp: guess(() => code),
  startPasskeyStepUp: guess(() => ({})),
  stepUpWithPasskey: guess(() => ({ credential: passkeyAnswer })),
  listDevices: open,
  endDevice: { ids: { sessionId: 'session' }, verdict: ownSession },
  endOtherDevices: open,
  openInvitation: guess(() => ({ code: 'AAAAA-AAAAA', birthDate: '1980-05-17' })),
  acceptInvitation: guess(() => ({ ticket: 'none' })),
  enrol: guess((at) => ({ ticket: 'none', email: `${at.word('nobody')}@example.test`, password, language: 'en' })),
  readSetup: open,
  setUp: guess((at) => ({
    code: 'AAAAA-AAAAA',
    practiceName: at.word('nobody'),
    practiceAddress: at.word('nobody'),
    practicePhone: '416-555-0199',
    timeZone: 'America/Toronto',
    name: at.word('nobody'),
    email: `${at.word('nobody')}@example.test`,
    password,
    language: 'en',
  })),
}

function ownPasskey({ facts, caller, ids }: At): Verdict {
  const passkey = facts.passkeys.find(({ id }) => id === ids['passkeyId'])
  return passkey?.account === caller.accountId ? 'open' : 'hidden'
}

function ownSession({ facts, caller, ids }: At): Verdict {
  const session = facts.sessions.find(({ id }) => id === ids['sessionId'])
  return session?.account === caller.accountId ? 'open' : 'hidden'
}
