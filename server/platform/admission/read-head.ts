/** What is known of a request before anything is done for it. */
export type Head = {
  token: string | undefined
  isFrench: boolean
  bodyBytes: number
  /** A proxy that is fair between practices too, and asks whose request it was. */
  asksPractice: boolean
}

/** One pass over the headers as they came: most of those who are refused cost no more than this. */
export function readHead(rawHeaders: readonly string[], cookieName: string): Head {
  const head: Head = { token: undefined, isFrench: false, bodyBytes: 0, asksPractice: false }
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    // By length first: putting every name in small letters costs more than the rest.
    switch (name.length) {
      case 6:
        if (name.toLowerCase() === 'cookie') {
          head.token ??= cookieOf(value, cookieName)
        }
        break
      case 13:
        head.asksPractice ||= name.toLowerCase() === 'tell-practice'
        break
      case 14:
        if (name.toLowerCase() === 'content-length') {
          head.bodyBytes = Number(value)
        }
        break
      case 15:
        if (name.toLowerCase() === 'accept-language') {
          head.isFrench = /^\s*fr\b/i.test(value)
        }
        break
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          head.bodyBytes = Number.POSITIVE_INFINITY
        }
        break
    }
  }
  return head
}

function cookieOf(cookies: string, name: string): string | undefined {
  const at = cookies.startsWith(`${name}=`) ? 0 : cookies.indexOf(`; ${name}=`) + 2
  if (at === 1) {
    return undefined
  }
  const end = cookies.indexOf(';', at)
  const token = cookies.slice(at + name.length + 1, end < 0 ? undefined : end)
  return token === '' || token.length > 100 ? undefined : token
}
