import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { callbackify } from 'node:util'
import { limits } from '../../shared/limits.ts'

export type CaughtMail = { to: string; subject: string; text: string; at: Date }
export type Mailbox = {
  /** For SMTP_URL. */
  url: string
  /** Newest first. */
  mails(): readonly CaughtMail[]
  close(): Promise<void>
}

/**
 * A mail server on the loopback that keeps what it gets, in memory: notices travel by SMTP as they would in real use. What
 * it is made of belongs to development, and is loaded only here.
 */
export async function openMailbox(): Promise<Mailbox> {
  const [{ SMTPServer }, { simpleParser }] = await Promise.all([import('smtp-server'), import('mailparser')])
  const mails: CaughtMail[] = []
  const keep = async (stream: Readable, recipients: { address: string }[]): Promise<void> => {
    const { subject = '', text = '' } = await simpleParser(stream)
    const to = recipients.map(({ address }) => address).join(', ')
    mails.unshift({ to, subject, text: text.trim(), at: new Date() })
    mails.length = Math.min(mails.length, limits.demoMails)
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    size: limits.demoMailBytes,
    closeTimeout: 100,
    logger: false,
    onData: (stream, session, done) => {
      callbackify(keep)(stream, session.envelope.rcptTo, (error) => done(error))
    },
  })
  // A client that hangs up is no matter here.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails: () => mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
