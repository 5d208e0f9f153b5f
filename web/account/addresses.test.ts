import { describe, expect, test } from 'vitest'
import { signInFor, wantedAddress } from './addresses.ts'
import { destinationOf, type Membership, type Session } from './session.ts'

describe('the address wanted after signing in', () => {
  test.each([
    ['?to=%2Fp%2F1%2Fdrafts', '/p/1/drafts'],
    ['?to=%2Fstaff%2F1%2Fqueue%2Fmine%3Fstatus%3Dclosed', '/staff/1/queue/mine?status=closed'],
    ['', null],
    ['?to=https%3A%2F%2Fevil.example', null],
    ['?to=%2F%2Fevil.example', null],
    ['?to=%2F%5Cevil.example', null],
    ['?to=javascript%3Aalert(1)', null],
    ['?to=%2Fp%2F1%0A', null],
  ])('%s leads to %s', (search, expected) => {
    expect(wantedAddress(search)).toBe(expected)
  })

  test('is read back as it was written', () => {
    const href = signInFor('/p/1/write?draft=2')
    expect(wantedAddress(href.slice(href.indexOf('?')))).toBe('/p/1/write?draft=2')
    expect(signInFor('/')).toBe('/sign-in')
  })
})

describe('after signing in', () => {
  const patient = membership('1', 'patient', 'confirmed')
  const nurse = membership('2', 'practitioner', 'confirmed')
  test.each([
    ['a patient of one clinic comes home', [patient], null, '/p/1'],
    ['a colleague comes to the workspace', [nurse], null, '/staff/2'],
    ['with two memberships one is chosen', [patient, nurse], null, '/'],
    ['what was wanted comes first', [patient, nurse], '/p/1/drafts', '/p/1/drafts'],
    ['somebody paused is told so', [membership('1', 'patient', 'suspended')], null, '/'],
    ['somebody without a clinic is told how to join', [], null, '/'],
  ])('%s', (_name, memberships, wanted, expected) => {
    expect(destinationOf(session(memberships), wanted)).toBe(expected)
  })
})

function membership(id: string, kind: Membership['kind'], status: Membership['status']): Membership {
  const practice = { id: 'c', name: 'Maple Clinic', phone: '416-555-0123', timeZone: 'America/Toronto' }
  return { id, kind, status, role: kind === 'patient' ? null : 'nurse', name: 'Ann Lee', practice }
}

function session(memberships: Membership[]): Session {
  const none = { account: null, step: null, idleAt: null, endsAt: null, steppedUpUntil: null, isDemo: false }
  return { ...none, memberships }
}
