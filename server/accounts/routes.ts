import { account } from '../../shared/api/account.ts'
import { enrolment } from '../../shared/api/enrolment.ts'
import { session } from '../../shared/api/session.ts'
import { setup } from '../../shared/api/setup.ts'
import type { Mount } from '../app.ts'
import { parseInput } from '../platform/http.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { addPasskey } from './add-passkey.ts'
import { answerSecondFactor } from './answer-second-factor.ts'
import { changeAccount } from './change-account.ts'
import { changePassword } from './change-password.ts'
import { confirmTotp } from './confirm-totp.ts'
import { endDevice } from './end-device.ts'
import { endOtherDevices } from './end-other-devices.ts'
import { enrol } from './enrol.ts'
import { listDevices } from './list-devices.ts'
import { makeRecoveryCodes } from './make-recovery-codes.ts'
import { openInvitation } from './open-invitation.ts'
import { readAccount } from './read-account.ts'
import { readSession } from './read-session.ts'
import { readSetup } from './read-setup.ts'
import { removePasskey } from './remove-passkey.ts'
import { removeTotp } from './remove-totp.ts'
import { renamePasskey } from './rename-passkey.ts'
import { setUp } from './set-up.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { startPasskeySignIn } from './start-passkey-sign-in.ts'
import { startPasskeyStepUp } from './start-passkey-step-up.ts'
import { startPasskey } from './start-passkey.ts'
import { startTotp } from './start-totp.ts'
import { stepUpWithPasskey } from './step-up-with-passkey.ts'
import { stepUp } from './step-up.ts'

/** Signing in, the account and its ways of signing in, enrolment, set-up. */
export function accountRoutes(mount: Mount): void {
  mountByHand(mount)
  const { route } = mount
  route(session.signIn, signIn)
  route(session.answerSecondFactor, answerSecondFactor)
  route(session.startPasskeySignIn, startPasskeySignIn)
  route(session.signInWithPasskey, signInWithPasskey)
  route(session.signOut, signOut)

  route(account.readAccount, readAccount)
  route(account.changeAccount, changeAccount)
  route(account.changePassword, changePassword)
  route(account.startTotp, startTotp)
  route(account.confirmTotp, confirmTotp)
  route(account.removeTotp, removeTotp)
  route(account.startPasskey, startPasskey)
  route(account.addPasskey, addPasskey)
  route(account.renamePasskey, renamePasskey)
  route(account.removePasskey, removePasskey)
  route(account.makeRecoveryCodes, makeRecoveryCodes)
  route(account.stepUp, stepUp)
  route(account.startPasskeyStepUp, startPasskeyStepUp)
  route(account.stepUpWithPasskey, stepUpWithPasskey)
  route(account.listDevices, listDevices)
  route(account.endDevice, endDevice)
  route(account.endOtherDevices, endOtherDevices)

  route(enrolment.openInvitation, openInvitation)
  route(enrolment.acceptInvitation, acceptInvitation)
  route(enrolment.enrol, enrol)

  route(setup.readSetup, readSetup)
}

/** These two need the directory and then a practice: more than one transaction, so not through `route`. */
function mountByHand({ app, way, endpoints }: Mount): void {
  endpoints.push(session.readSession, setup.setUp)
  app.get(session.readSession.path, async (request, reply) =>
    reply.send(session.readSession.response.parse(await readSession(way, request))),
  )
  app.post(setup.setUp.path, async (request, reply) => {
    const result = await setUp(way, request, reply, parseInput(setup.setUp, request))
    return reply.send(setup.setUp.response.parse(result))
  })
}
