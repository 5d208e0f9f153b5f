import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** What the server answers to all it is given; `cut` closes the connection in place of the last answer. */
export type MailBehaviour =
  | 'accept'
  | 'busy'
  | 'address-unknown'
  | 'content-refused'
  | 'sender-refused'
  | 'login-refused'
  | 'cut'

export type MailServer = {
  url: string
  behaviour: MailBehaviour
  /** As they came in: headers and body. */
  received: { to: string[]; raw: string }[]
  /** Connections opened so far. */
  connections: number
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real SMTP server on the loopback, whose behaviour a test changes as it goes. It comes back on the same port. */
export async function startMailServer(): Promise<MailServer> {
  const mail: MailServer = {
    url: '',
    behaviour: 'accept',
    received: [],
    connections: 0,
    stop: async () => {},
    start: async () => {},
  }
  let port = 0
  mail.start = async () => {
    const server = createSmtpServer(mail)
    server.listen(port, '127.0.0.1')
    await once(server.server, 'listening')
    port = (server.server.address() as AddressInfo).port
    mail.url = `smtp://user:secret@127.0.0.1:${port}`
    mail.stop = () => new Promise((resolve) => server.close(() => resolve()))
  }
  await mail.start()
  return mail
}

function createSmtpServer(mail: MailServer): SMTPServer {
  const refuse = (responseCode: number) => Object.assign(new Error('not today'), { responseCode })
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 50,
    logger: false,
    onConnect: (_session, done) => {
      mail.connections += 1
      done()
    },
    onAuth: (_auth, _session, done) =>
      done(mail.behaviour === 'login-refused' ? refuse(535) : null, { user: 'clinic' }),
    onMailFrom: (_address, _session, done) => done(mail.behaviour === 'sender-refused' ? refuse(550) : null),
    onRcptTo: (_address, _session, done) =>
      done(mail.behaviour === 'busy' ? refuse(451) : mail.behaviour === 'address-unknown' ? refuse(550) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (mail.behaviour === 'cut') {
          server.connections.forEach((connection) => connection.close())
          return
        }
        if (mail.behaviour === 'content-refused') {
          done(refuse(554))
          return
        }
        mail.received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  return server
}

/** A server that never gets to the point: it says nothing, or its answer to the first command has no end. */
export async function startTarpit(drip: boolean): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (drip) {
      socket.write('220 here\r\n')
    }
    const timer = setInterval(() => drip && socket.write('250-wait\r\n'), 20)
    socket.on('close', () => {
      clearInterval(timer)
      sockets.delete(socket)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}
