/** The end of a session, as every page may meet it. */
export const session = {
  aboutToEnd: {
    title: 'Are you still there?',
    text: 'You will be signed out in two minutes, to keep your messages private. What you wrote is saved.',
    stay: 'Stay signed in',
    leave: 'Sign out now',
    dayTitle: 'You will be signed out soon',
    day: 'You have been signed in all day, so we ask you to sign in again at {time} What you wrote is saved.',
  },
  signedInAgain: 'You are signed in again.',
} as const
