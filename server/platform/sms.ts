// Text messages by the REST contract of Twilio's Messages resource, which other gateways speak too:
// POST {account}/Messages.json with a form, GET {account}/Messages/{sid}.json for how it went; basic authentication, errors as
// JSON with a number of their own. No number and no text is ever logged, and neither stands in an address.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import { openBreaker } from './breaker.ts'
import type { Logger } from './log.ts'

export type Text = {
  /** E.164: "+14165550123". */
  to: string
  text: string
  /** Now, on the sender's clock. */
  date: Date
}

/** `later` says to try again; `refused` that no repeat will help. */
export type TextOutcome =
  | { kind: 'accepted'; gatewayId: string }
  | { kind: 'refused'; why: 'opted-out' | 'number-refused' | 'text-refused' }
  | TextDelay
type TextDelay = {
  kind: 'later'
  why: 'gateway-busy' | 'gateway-unreachable' | 'gateway-login-refused' | 'gateway-sender-refused'
}

/** What the gateway knows of a text that it took: not yet, on the phone, or never. */
export type Delivery =
  | { kind: 'awaited' }
  | { kind: 'delivered' }
  | { kind: 'lost'; why: 'opted-out' | 'number-refused' | 'text-refused' | 'not-delivered' }
  | TextDelay

export type Texter = {
  restsUntil(now: Date): Date | null
  send(text: Text): Promise<TextOutcome>
  look(gatewayId: string, now: Date): Promise<Delivery>
}

export type Gateway = {
  /** The account's address: "https://api.twilio.com/2010-04-01/Accounts/AC…". */
  url: string
  user: string
  /** Read anew for each call, so that another secret needs no new start. */
  tokenFile: string
  /** A number in E.164, or the id of a messaging service ("MG…"). */
  from: string
}

/** Opens the way to one gateway; nothing is connected before the first text. */
export function openTexter(
  { url, user, tokenFile, from }: Gateway,
  log: Logger,
  stepMs: number = limits.textMs,
): Texter {
  const breaker = openBreaker(
    { name: 'the text gateway', failures: limits.textFailures, restMs: limits.textRestMs, longestMs: stepMs },
    log,
  )
  const sender: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }

  async function ask(path: string, form: URLSearchParams | null, now: Date): Promise<Answer> {
    const startedAtMs = performance.now()
    const answer = await readFile(tokenFile, 'utf8').then(
      (token) => call(`${url}${path}`, form, `${user}:${token.trim()}`, stepMs),
      () => noSecret,
    )
    const delay = delayOf(answer, form === null)
    const isAway = delay !== null && delay.why !== 'gateway-busy'
    breaker.saw(
      isAway ? { answered: false, why: delay.why } : { answered: true },
      now.getTime() + performance.now() - startedAtMs,
    )
    return answer
  }

  return {
    restsUntil: breaker.restsUntil,
    async send({ to, text, date }) {
      const answer = await ask('/Messages.json', new URLSearchParams({ To: to, Body: text, ...sender }), date)
      return sentOutcome(answer)
    },
    async look(gatewayId, now) {
      return deliveryOf(await ask(`/Messages/${encodeURIComponent(gatewayId)}.json`, null, now))
    },
  }
}

async function call(url: string, form: URLSearchParams | null, credentials: string, stepMs: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...(form !== null && { method: 'POST', body: form }),
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      // Following would hand number and secret to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(stepMs),
    })
    return await readAnswer(response)
  } catch {
    return nothing
  }
}

/** Of what the gateway says, what is looked at; `code` is that of a refusal, `error_code` that of a text that was lost. */
const Body = z.object({
  sid: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  status: z.union([z.string(), z.number()]).optional(),
  code: z.number().nullish(),
  error_code: z.number().nullish(),
})
type Answer = { status: number; body: z.output<typeof Body> }
const nothing: Answer = { status: 0, body: {} }
const noSecret: Answer = { status: 401, body: {} }

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  if (text.length > limits.textAnswerCharacters) {
    return { status: response.status, body: {} }
  }
  try {
    return { status: response.status, body: Body.parse(JSON.parse(text)) }
  } catch {
    // What is no answer of this contract is none: a proxy's page, a cut line.
    return response.ok ? nothing : { status: response.status, body: {} }
  }
}

/** The numbers of https://www.twilio.com/docs/api/errors: what is about one phone, about the sender, or about the gateway's line. */
const optedOut = [21_610]
const noSuchPhone = [21_211, 21_214, 21_217, 21_408, 21_421, 21_612, 21_614, 30_005, 30_006]
const badSender = [20_404, 21_212, 21_603, 21_606, 21_659, 21_660, 21_703, 21_704]
const tooFast = [14_107, 20_429, 21_611]
/** Lost for a reason that is not the phone's: the next text to it may well arrive. */
const notThePhone = [30_001, 30_002, 30_007, 30_022, 30_034]

function isAmong(codes: readonly number[], code: number | null | undefined): boolean {
  return code != null && codes.includes(code)
}

/** What says nothing about the text itself. A text that is not known is an answer where one is asked about. */
function delayOf({ status, body: { code } }: Answer, isLook: boolean): TextDelay | null {
  if (isLook && status === 404) {
    return null
  }
  if (status === 429 || isAmong(tooFast, code)) {
    return { kind: 'later', why: 'gateway-busy' }
  }
  if (isAmong(badSender, code)) {
    return { kind: 'later', why: 'gateway-sender-refused' }
  }
  if ((status >= 200 && status < 300) || status === 400 || isAmong([...optedOut, ...noSuchPhone], code)) {
    return null
  }
  return { kind: 'later', why: status === 401 || status === 403 ? 'gateway-login-refused' : 'gateway-unreachable' }
}

function sentOutcome(answer: Answer): TextOutcome {
  const delay = delayOf(answer, false)
  if (delay !== null) {
    return delay
  }
  const { status, body } = answer
  if (status >= 400 || isOver(body.status)) {
    const why = lostOf(body.code ?? body.error_code)
    return { kind: 'refused', why: why === 'not-delivered' ? 'text-refused' : why }
  }
  return body.sid === undefined
    ? { kind: 'later', why: 'gateway-unreachable' }
    : { kind: 'accepted', gatewayId: body.sid }
}

function deliveryOf(answer: Answer): Delivery {
  const delay = delayOf(answer, true)
  if (delay !== null) {
    return delay
  }
  const { status, body } = answer
  if (isOver(body.status)) {
    return { kind: 'lost', why: lostOf(body.error_code) }
  }
  return { kind: status < 300 && (body.status === 'delivered' || body.status === 'read') ? 'delivered' : 'awaited' }
}

function isOver(status: string | number | undefined): boolean {
  return status === 'failed' || status === 'undelivered' || status === 'canceled'
}

function lostOf(code: number | null | undefined): Extract<Delivery, { kind: 'lost' }>['why'] {
  if (isAmong(optedOut, code)) {
    return 'opted-out'
  }
  if (isAmong(noSuchPhone, code)) {
    return 'number-refused'
  }
  return isAmong(notThePhone, code) ? 'text-refused' : 'not-delivered'
}
