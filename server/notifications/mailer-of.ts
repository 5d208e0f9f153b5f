import type { House } from '../access/context.ts'
import { type Mailer, openMailer } from '../platform/mail.ts'

const mailers = new WeakMap<House, Mailer>()

/** The house's one way to its mail server, opened at its first use; null when the configuration names none. */
export function mailerOf(house: House): Mailer | null {
  const { smtpUrl, mailFrom } = house.config
  if (smtpUrl === undefined) {
    return null
  }
  const mailer = mailers.get(house) ?? openMailer({ url: smtpUrl, from: mailFrom, log: house.log })
  mailers.set(house, mailer)
  return mailer
}

export function closeMailer(house: House): void {
  mailers.get(house)?.close()
  mailers.delete(house)
}
