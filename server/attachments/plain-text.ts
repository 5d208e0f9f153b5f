/** Whether the bytes are text and nothing else: valid UTF-8 without control characters; a head may end inside a character. */
export function isPlainText(bytes: Buffer, { isWhole }: { isWhole: boolean }): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return !/[^\P{Cc}\t\n\f\r]/u.test(text)
  } catch {
    return false
  }
}

/** Whether a browser, a shell or a mail program might run the text instead of showing it. */
export function isMarkup(text: Buffer): boolean {
  const words = text.toString('latin1').replace(/^\u00EF\u00BB\u00BF/, '')
  return runsAtStart.test(words) || runsAnywhere.test(words)
}

const runsAtStart = /^\s*(?:<(?:[a-z!?]|\/[a-z])|#!|@echo off|\{\\rtf|%!PS)/i
const runsAnywhere =
  /<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)(?=[\s/>])|javascript:|^MIME-Version:/im
