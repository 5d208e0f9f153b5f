import type { FastifyRequest } from 'fastify'
import { createTranslator } from 'use-intl/core'
import { formatDateTime } from '../../shared/dates.ts'
import { demo as english } from '../../shared/locales/en/demo.ts'
import { demo as french } from '../../shared/locales/fr/demo.ts'
import { type Language, languageTag } from '../../shared/locales/index.ts'
import type { App } from '../app.ts'
import { clientOf } from '../access/enter.ts'
import type { CaughtMail, Mailbox } from './mailbox.ts'

const timeZone = 'America/Toronto'

/** Shows what the demonstration's mailbox has caught, at /demo/mail, in both languages, without a script. */
export function mountMailPage(app: App, mailbox: Pick<Mailbox, 'mails'>, { publicUrl }: { publicUrl: string }): void {
  app.get('/demo/mail', (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page(languageOf(request), mailbox.mails(), publicUrl)),
  )
  app.get('/demo/mail.css', (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(style),
  )
}

function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as Record<string, unknown>)['language']
  return asked === 'en' || asked === 'fr' ? asked : clientOf(request).language
}

function page(language: Language, mails: readonly CaughtMail[], publicUrl: string): string {
  const say = translators[language]
  const other = language === 'fr' ? 'en' : 'fr'
  const list = mails.map((mail) => article(language, mail, publicUrl)).join('\n')
  return `<!doctype html>
<html lang="${languageTag(language)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${say('mailbox.title')}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/demo/mail.css">
  </head>
  <body>
    <header>
      <a href="?language=${other}" lang="${languageTag(other)}">${say('mailbox.otherLanguage')}</a>
    </header>
    <main>
      <h1>${say('mailbox.title')}</h1>
      <p>${say('mailbox.about')} <a href="?language=${language}">${say('mailbox.refresh')}</a></p>
      ${mails.length === 0 ? `<p>${say('mailbox.empty')}</p>` : list}
    </main>
  </body>
</html>
`
}

function article(language: Language, mail: CaughtMail, publicUrl: string): string {
  const say = translators[language]
  const sentAt = formatDateTime(language, timeZone, mail.at)
  return `<article>
        <h2>${escape(mail.subject)}</h2>
        <p class="facts">${say('mailbox.to')}: ${escape(mail.to)} · ${say('mailbox.sent')}: <time datetime="${mail.at.toISOString()}">${escape(sentAt)}</time></p>
        <p class="text">${escape(mail.text).replaceAll(`${publicUrl}/`, `<a href="${publicUrl}/">${publicUrl}/</a>`)}</p>
      </article>`
}

/** What came by mail is text, whatever it looks like. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
}

const translators = {
  en: createTranslator({ locale: languageTag('en'), messages: english }),
  fr: createTranslator({ locale: languageTag('fr'), messages: french }),
}

const style = `
:root { font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1rem; }
header { text-align: end; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.125rem; margin: 0; }
article { border: 1px solid light-dark(#c9ced6, #4a5160); border-radius: 0.5rem; padding: 1rem; margin-block: 1rem; }
.facts { margin: 0.25rem 0 0.75rem; color: light-dark(#4b5563, #b6bdc9); overflow-wrap: anywhere; }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: light-dark(#0b5cad, #8ab8ff); }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
`
