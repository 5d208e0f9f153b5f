/** The addresses of signing in and of the account; they belong to no clinic. */
export const addresses = {
  start: '/',
  signIn: '/sign-in',
  join: '/join',
  setUp: '/set-up',
  account: '/account',
  newPasskey: '/account/new-passkey',
  authenticator: '/account/authenticator',
  recoveryCodes: '/account/recovery-codes',
  password: '/account/password',
} as const

/** An address that leads on to `to` once signing in is done. */
export function signInFor(to: string): string {
  return to === addresses.start ? addresses.signIn : `${addresses.signIn}?${new URLSearchParams({ to })}`
}

/** Where to go after signing in, if the address says so; nothing that leaves this site is followed. */
export function wantedAddress(search: string): string | null {
  const to = new URLSearchParams(search).get('to')
  return to !== null && /^\/(?![/\\])[\w\-./?=&%]*$/.test(to) ? to : null
}
