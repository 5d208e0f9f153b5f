import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What the gateway answers to a text it is given. */
export type TextBehaviour =
  | 'accept'
  | 'opted-out'
  | 'not-a-mobile'
  | 'busy'
  | 'broken'
  | 'login-refused'
  | 'sender-refused'
  | 'text-refused'
  | 'mute'
  /** It takes the text, and its answer is lost on the way. */
  | 'answer-lost'
/** What it says of a text that it took. */
export type TextDelivery = 'queued' | 'delivered' | 'undelivered' | 'opted-out' | 'filtered' | 'forgotten'

export type TextGateway = {
  url: string
  behaviour: TextBehaviour
  delivery: TextDelivery
  /** Before each answer. */
  waitMs: number
  received: { to: string; from: string; text: string; id: string; isAnswerLost: boolean }[]
  /** Calls so far, and how often it was asked how a text went. */
  calls: number
  looks: number
  stop(): Promise<void>
  start(): Promise<void>
}

export const gatewayAccount = 'AC0123456789abcdef0123456789abcdef'
export const gatewayToken = 'a secret of the gateway'

/**
 * A fake gateway on the loopback, written from the published contract of Twilio's Messages resource: paths, basic
 * authentication, form fields, and the numbers of its errors. It sends nothing. It comes back on the same port.
 */
export async function startTextGateway(): Promise<TextGateway> {
  const gateway: TextGateway = {
    url: '',
    behaviour: 'accept',
    delivery: 'queued',
    waitMs: 0,
    received: [],
    calls: 0,
    looks: 0,
    stop: async () => {},
    start: async () => {},
  }
  let port = 0
  gateway.start = async () => {
    const server = createServer((request, response) => void answer(gateway, request, response))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    gateway.url = `http://127.0.0.1:${port}/2010-04-01/Accounts/${gatewayAccount}`
    gateway.stop = async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
  await gateway.start()
  return gateway
}

async function answer(gateway: TextGateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  gateway.calls += 1
  const say = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const refuse = (status: number, code: number, message: string) =>
    say(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
  const credentials = `Basic ${Buffer.from(`${gatewayAccount}:${gatewayToken}`).toString('base64')}`
  if (request.headers.authorization !== credentials || gateway.behaviour === 'login-refused') {
    refuse(401, 20_003, 'Authenticate')
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
  }
  if (gateway.waitMs > 0) {
    await wait(gateway.waitMs)
  }
  const below = `/2010-04-01/Accounts/${gatewayAccount}`
  const sid = new RegExp(`^${below}/Messages/(\\w+)\\.json$`).exec(request.url ?? '')?.[1]
  if (request.method === 'GET' && sid !== undefined) {
    gateway.looks += 1
    lookUp(gateway, sid, say, refuse)
    return
  }
  if (request.method !== 'POST' || request.url !== `${below}/Messages.json`) {
    refuse(404, 20_404, 'The requested resource was not found')
    return
  }
  const hangUp = () => void response.destroy()
  take(gateway, new URLSearchParams(Buffer.concat(chunks).toString()), { say, refuse, hangUp })
}

type Say = (status: number, body: object) => void
type Refuse = (status: number, code: number, message: string) => void

type Ways = { say: Say; refuse: Refuse; hangUp: () => void }

function take(gateway: TextGateway, form: URLSearchParams, { say, refuse, hangUp }: Ways): void {
  const to = form.get('To') ?? ''
  const text = form.get('Body') ?? ''
  const from = form.get('From') ?? form.get('MessagingServiceSid') ?? ''
  if (!/^\+\d{8,15}$/.test(to)) {
    refuse(400, 21_211, "Invalid 'To' Phone Number")
    return
  }
  if (text === '' || from === '') {
    refuse(400, text === '' ? 21_602 : 21_603, 'A field is missing')
    return
  }
  switch (gateway.behaviour) {
    case 'answer-lost':
    case 'accept': {
      const id = `SM${String(gateway.received.length).padStart(32, '0')}`
      const isAnswerLost = gateway.behaviour === 'answer-lost'
      gateway.received.push({ to, from, text, id, isAnswerLost })
      if (isAnswerLost) {
        hangUp()
        return
      }
      say(201, { sid: id, status: 'queued', to, from, body: text, num_segments: '1', error_code: null })
      return
    }
    case 'opted-out':
      refuse(400, 21_610, 'Attempt to send to unsubscribed recipient')
      return
    case 'not-a-mobile':
      refuse(400, 21_614, "'To' number is not a valid mobile number")
      return
    case 'busy':
      refuse(429, 20_429, 'Too Many Requests')
      return
    case 'broken':
      say(503, {})
      return
    case 'sender-refused':
      refuse(400, 21_606, "The 'From' phone number is not a valid, SMS-capable number")
      return
    case 'text-refused':
      refuse(400, 21_617, 'The concatenated message body exceeds the limit')
      return
    case 'login-refused':
    case 'mute':
  }
}

function lookUp(gateway: TextGateway, sid: string, say: Say, refuse: Refuse): void {
  const text = gateway.received.find(({ id }) => id === sid)
  if (gateway.behaviour === 'mute') {
    return
  }
  if (gateway.behaviour === 'broken') {
    say(503, {})
    return
  }
  if (text === undefined || gateway.delivery === 'forgotten') {
    refuse(404, 20_404, 'The requested resource was not found')
    return
  }
  const codes = { queued: null, delivered: null, undelivered: 30_003, 'opted-out': 21_610, filtered: 30_007 }
  const error_code = codes[gateway.delivery]
  say(200, { sid, status: error_code === null ? gateway.delivery : 'undelivered', to: text.to, error_code })
}
