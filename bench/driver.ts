// The load, in a process of its own: keep-alive connections that send prepared bytes and wait for whole answers.
// A client that parses more would take the processor from the server it measures.
import { connect, type Socket } from 'node:net'
import { uuidv7 } from '../server/platform/ids.ts'
import type { Drive, Driven, Shot } from './drive.ts'
import { quantile } from './figures.ts'

process.once('message', ({ shots, how }: { shots: Shot[]; how: Drive }) => {
  void run(shots, how).then((driven) => process.send?.(driven, () => process.disconnect?.()))
})

async function run(shots: Shot[], how: Drive): Promise<Driven> {
  const latenciesMs: number[] = []
  const answers: Record<string, number> = {}
  const sockets = await Promise.all(Array.from({ length: how.connections }, () => open(how.port)))
  const startedAt = performance.now()
  const endsAt = startedAt + how.seconds * 1000
  let used = 0
  const nextShot = () => (shots[used++ % shots.length] ?? '').replaceAll('%ID%', () => uuidv7())
  const takeTime = (dueAt: number, status: string) => {
    latenciesMs.push(performance.now() - dueAt)
    answers[status] = (answers[status] ?? 0) + 1
  }
  if (how.rate === undefined) {
    await Promise.all(sockets.map((socket) => sendWhenAnswered(socket)))
  } else {
    await sendByTheClock(how.rate)
  }
  const seconds = (performance.now() - startedAt) / 1000
  sockets.forEach((socket) => socket.destroy())
  return {
    perSecond: latenciesMs.length / seconds,
    p50: quantile(latenciesMs, 0.5),
    p95: quantile(latenciesMs, 0.95),
    p99: quantile(latenciesMs, 0.99),
    answers,
    used,
  }

  async function sendWhenAnswered(socket: Socket): Promise<void> {
    while (performance.now() < endsAt && used < (how.most ?? Number.POSITIVE_INFINITY)) {
      const sentAt = performance.now()
      takeTime(sentAt, await exchange(socket, nextShot()))
    }
  }

  /** What is due while every connection is busy waits in line, and its waiting counts. */
  async function sendByTheClock(rate: number): Promise<void> {
    const idle = [...sockets]
    const line: number[] = []
    let planned = 0
    let open = 0
    await new Promise<void>((resolve) => {
      const serve = () => {
        while (idle.length > 0 && line.length > 0) {
          const socket = idle.pop()
          const dueAt = line.shift()
          if (socket === undefined || dueAt === undefined) {
            return
          }
          open++
          void answerFor(socket, dueAt)
        }
        if (open === 0 && line.length === 0 && performance.now() >= endsAt) {
          clearInterval(clock)
          resolve()
        }
      }
      const answerFor = async (socket: Socket, dueAt: number) => {
        takeTime(dueAt, await exchange(socket, nextShot()))
        idle.push(socket)
        open--
        serve()
      }
      const clock = setInterval(() => {
        const now = Math.min(performance.now(), endsAt)
        for (; startedAt + (planned * 1000) / rate <= now; planned++) {
          line.push(startedAt + (planned * 1000) / rate)
        }
        serve()
      }, 1)
    })
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return socket
}

/** Sends one request; resolves with the status once the whole answer is here. */
function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received: Buffer | undefined
    let wanted = -1
    const hear = (chunk: Buffer) => {
      received = received === undefined ? chunk : Buffer.concat([received, chunk])
      wanted = wanted < 0 ? lengthOf(received) : wanted
      if (wanted >= 0 && received.length >= wanted) {
        socket.off('data', hear)
        socket.off('close', broken)
        resolve(received.toString('latin1', 9, 12))
      }
    }
    const broken = () => reject(new Error('the server closed the connection'))
    socket.on('data', hear)
    socket.once('close', broken)
    socket.write(request)
  })
}

/** Head and body together, in bytes; -1 while the head is not complete. */
function lengthOf(received: Buffer): number {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) {
    return -1
  }
  const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, end))?.[1]
  if (length === undefined) {
    throw new Error('an answer without a length')
  }
  return end + 4 + Number(length)
}
