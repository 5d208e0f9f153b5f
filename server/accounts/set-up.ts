import type { FastifyReply, FastifyRequest } from 'fastify'
import { setup as api } from '../../shared/api/setup.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { cleanLine, cleanText, countCharacters } from '../../shared/text.ts'
import { recordAudit } from '../access/audit.ts'
import { sessionCookie } from '../access/authenticate.ts'
import type { DirectoryContext } from '../access/context.ts'
import { createEnter, type Way } from '../access/enter.ts'
import { createPractice } from '../people/create-practice.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict, type FieldProblem, invalid, Problem } from '../platform/problems.ts'
import { createAccount, stepFor } from './account.ts'
import { peekChallenge } from './challenge.ts'
import { type Device, deviceOf, setHostCookie } from './device.ts'
import { setUpSecret } from './make-set-up-code.ts'
import { newPasswordHash } from './passwords.ts'
import { isSetUpNeeded } from './read-setup.ts'
import { insertSession } from './start-session.ts'
import { openThrottle } from './throttle.ts'

type Input = InputOf<typeof api.setUp>

/**
 * Creates the first practice and its administrator. The code is checked on the directory, where a wrong one is counted;
 * then one transaction of the new practice makes everything, and of several only one can mark the deployment set up.
 */
export async function setUp(
  way: Way,
  request: FastifyRequest,
  reply: FastifyReply,
  input: Input,
): Promise<ResultOf<typeof api.setUp>> {
  const device = await createEnter(way)(api.setUp, request, reply, {}, (ctx) => checkSetUpCode(ctx, input.code))
  const texts = readTexts(input)
  const passwordHash = await newPasswordHash(input.password, input, 'password')
  const practiceId = uuidv7(way.clock())
  const scope = { practiceId, actorId: practiceId, requestId: request.id }
  const token = await way.db.transact(scope, (tx) =>
    createEverything(way, tx, { input, texts, passwordHash, practiceId, requestId: request.id, device }),
  )
  setHostCookie(reply, sessionCookie, token)
  return stepFor('password', { totp: false, passkeys: 0, recoveryCodes: 0 })
}

async function checkSetUpCode(ctx: DirectoryContext, typed: string): Promise<Device> {
  if (!(await isSetUpNeeded(ctx.tx))) {
    throw conflict('already-set-up')
  }
  const throttle = await openThrottle(ctx, { purpose: 'set-up' })
  if ((await peekChallenge(ctx, 'set-up', setUpSecret(typed))) === null) {
    await throttle.failed()
    await recordAudit(ctx, 'set-up.open', { outcome: 4 })
    throw new Problem(403, 'set-up-code-refused')
  }
  await throttle.passed()
  await recordAudit(ctx, 'set-up.open')
  return deviceOf(ctx)
}

type Making = {
  input: Input
  texts: ReturnType<typeof readTexts>
  passwordHash: string
  practiceId: string
  requestId: string
  device: Device
}

async function createEverything(way: Way, tx: Tx, making: Making): Promise<string> {
  const { input, texts, passwordHash, practiceId, requestId, device } = making
  const now = way.clock()
  const place = { tx, now, house: way.house }
  const marked = await tx
    .updateTable('deployment')
    .set({ set_up_at: now })
    .where('set_up_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (marked === undefined) {
    throw conflict('already-set-up')
  }
  const accountId = await createAccount(place, { email: input.email, passwordHash, language: input.language })
  if (accountId === null) {
    throw conflict('email-in-use')
  }
  await createPractice(
    { tx, keyCache: way.keyCache, now, requestId },
    {
      id: practiceId,
      name: texts.practiceName,
      address: texts.practiceAddress,
      phone: texts.practicePhone,
      timeZone: input.timeZone,
      region: 'ca-on',
      languages: ['en', 'fr'],
      administrator: { id: uuidv7(now), name: texts.name, accountId },
    },
  )
  const { token } = await insertSession(place, { accountId, strength: 'password', method: 'password' }, device)
  return token
}

/** What was typed, cleaned; every field that is wrong is named. */
function readTexts(input: Input) {
  const problems: FieldProblem[] = []
  const read = (path: 'practiceName' | 'practiceAddress' | 'practicePhone' | 'name', characters: number) => {
    const cleaned = path === 'practiceAddress' ? cleanText(input[path]) : cleanLine(input[path])
    if (!cleaned.ok) {
      problems.push({ path, code: cleaned.problem })
      return ''
    }
    if (countCharacters(cleaned.text) > characters) {
      problems.push({ path, code: 'too-long', limit: characters })
    }
    return cleaned.text
  }
  const texts = {
    practiceName: read('practiceName', limits.nameCharacters),
    practiceAddress: read('practiceAddress', limits.addressCharacters),
    practicePhone: read('practicePhone', limits.phoneCharacters),
    name: read('name', limits.nameCharacters),
  }
  if (!Intl.supportedValuesOf('timeZone').includes(input.timeZone)) {
    problems.push({ path: 'timeZone', code: 'malformed' })
  }
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return texts
}
