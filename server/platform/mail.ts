// E-mail by SMTP. A server that is away is left alone for a while, so that a long queue does not knock at a closed door.
import { limits } from '../../shared/limits.ts'
import { openBreaker } from './breaker.ts'
import type { Logger } from './log.ts'

export type Mail = {
  to: string
  subject: string
  text: string
  /** BCP 47, for the Content-Language header. */
  languageTag: string
  /** The same on every try, so that mail programs show a repeat once: "<…@…>". */
  messageId: string
  /** Now, on the sender's clock. */
  date: Date
}

/** `later` says to try again; `refused` that no repeat will help. */
export type MailOutcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; why: 'address-refused' | 'message-refused' }
  | { kind: 'later'; why: 'server-busy' | 'server-unreachable' | 'login-refused' | 'sender-refused' }

export type Mailer = {
  /** Until when nothing should be sent, or null. After that one mail goes alone, to see whether the server is back. */
  restsUntil(now: Date): Date | null
  send(mail: Mail): Promise<MailOutcome>
  close(): void
}

/** Opens the way to one mail server; nothing is connected before the first mail. `from` is MAIL_FROM. */
export function openMailer(options: {
  url: string
  from: string
  log: Logger
  /** How long one step, and one mail, may take. */
  patience?: { stepMs: number; wholeMs: number }
}): Mailer {
  const { url, from, log, patience = { stepMs: limits.mailStepMs, wholeMs: limits.mailMs } } = options
  // Loaded with the first mail: a server starts sooner without it.
  let opened: ReturnType<typeof openTransport> | undefined
  const breaker = openBreaker(
    {
      name: 'the mail server',
      failures: limits.mailFailures,
      restMs: limits.mailRestMs,
      longestMs: limits.mailMs,
    },
    log,
  )
  return {
    restsUntil: breaker.restsUntil,
    async send(mail) {
      const startedAtMs = performance.now()
      const outcome = await deliver(
        await (opened ??= openTransport(url, patience.stepMs)),
        from,
        mail,
        patience.wholeMs,
      )
      const isAway = outcome.kind === 'later' && outcome.why !== 'server-busy'
      breaker.saw(
        isAway ? { answered: false, why: outcome.why } : { answered: true },
        mail.date.getTime() + performance.now() - startedAtMs,
      )
      return outcome
    },
    close: () => void opened?.then((transport) => transport.close({ force: true })),
  }
}

async function openTransport(url: string, stepMs: number) {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    pool: true,
    maxConnections: limits.mailsAtOnce,
    // Repeats are the sweep's: it counts them, and knows whether the notice is still needed.
    maxRequeues: 1,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    dnsTimeout: stepMs,
    socketTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function deliver(
  transport: Awaited<ReturnType<typeof openTransport>>,
  from: string,
  mail: Mail,
  wholeMs: number,
): Promise<MailOutcome> {
  return transport
    .sendMail({
      from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      messageId: mail.messageId,
      date: mail.date,
      headers: { 'auto-submitted': 'auto-generated', 'content-language': mail.languageTag },
      // A server that answers drop by drop never times out by silence; the whole mail does.
      signal: AbortSignal.timeout(wholeMs),
    })
    .then((): MailOutcome => ({ kind: 'accepted' }), outcomeOf)
}

/** SMTP: 4yz is "not now", 5yz "never" (RFC 5321, 4.2.1); which command it answered says what was refused. */
function outcomeOf(error: unknown): MailOutcome {
  const {
    responseCode = 0,
    command = '',
    code = '',
  } = error as Partial<Record<'command' | 'code', string>> & {
    responseCode?: number
  }
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') {
    return { kind: 'later', why: 'login-refused' }
  }
  const isAboutMail = command === 'RCPT TO' || command === 'DATA' || command === 'MAIL FROM'
  if (!isAboutMail || responseCode < 400 || responseCode === 421) {
    return { kind: 'later', why: 'server-unreachable' }
  }
  if (responseCode < 500) {
    return { kind: 'later', why: 'server-busy' }
  }
  if (command === 'MAIL FROM') {
    return { kind: 'later', why: 'sender-refused' }
  }
  return { kind: 'refused', why: command === 'RCPT TO' ? 'address-refused' : 'message-refused' }
}
