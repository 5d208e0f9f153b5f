/** Signing in, the account and its ways of signing in, joining with a code, the first set-up. */
export const account = {
  /** Why something was refused, by its code. */
  problems: {
    wait: '{minutes, plural, one {There were too many tries. Wait # minute, then try again.} other {There were too many tries. Wait # minutes, then try again.}}',
    'sign-in-refused': 'The email or the password is not right. Check both, then try again.',
    'code-refused': 'This code is not right, or it was used before. Use a new one.',
    'passkey-refused': 'We could not use this passkey. Try again, or sign in another way.',
    'passkey-stopped': 'The passkey was not used. Try again when you are ready.',
    'passkey-known': 'This passkey was added before.',
    'passkey-unsupported': 'This browser cannot use passkeys. Choose another way.',
    'passkey-failed': 'The passkey did not work. Try again, or choose another way.',
    'too-many-passkeys': 'You have as many passkeys as you can have. Remove one first.',
    'second-factor-needed': 'You need to finish signing in first.',
    'step-up-needed': 'Show us that it is you first.',
    'last-second-factor': 'You need at least one second step. Add another one before you remove this.',
    'invitation-refused':
      'We could not open this invitation. Check each answer. If it goes on, call your clinic for a new code.',
    'invitation-used': 'This invitation no longer works. Call your clinic for a new code.',
    'ticket-expired': 'You took a long time, so we closed this form. Start again.',
    'already-a-member': 'You have joined this clinic before, with this account.',
    'email-in-use': 'There is an account with this email. Sign in, then use your code.',
    'set-up-code-refused': 'This code is not right. Look for it in what the server printed when it started.',
    'already-set-up': 'This server was set up before. Sign in.',
    'already-signed-in': 'You are signed in.',
  },
  /** What is wrong with one answer, by its code. */
  fieldProblems: {
    'wrong-code': 'This code is not right. Wait for the next one in your app.',
    'password-too-short': 'Use {limit, number} characters or more.',
    'password-too-long': 'Use {limit, number} characters or fewer.',
    'password-common': 'This password is easy to guess. Choose another one.',
    'password-contains-email': 'Your email must not be in your password.',
    'password-wrong': 'This is not your password.',
  },
} as const
