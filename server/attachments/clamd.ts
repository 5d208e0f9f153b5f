import { connect, type Socket } from 'node:net'
import { limits } from '../../shared/limits.ts'

export type ClamdAddress = { host: string; port: number } | { socketPath: string }
export type ScanResult = 'clean' | { infected: true } | { unavailable: UnavailableReason }
export type UnavailableReason = 'unreachable' | 'timeout' | 'over-scanner-limit' | 'bad-answer'

/**
 * What clamd says of a file's bytes; 'clean' is clamd's own word and
 * never a guess; throws only what reading the bytes throws. Protocol: clamd(8), INSTREAM.
 */
export async function scanWithClamd(
  address: ClamdAddress,
  stream: AsyncIterable<Uint8Array>,
  timeoutMs: number = limits.clamdTimeoutMs,
): Promise<ScanResult> {
  const socket = open(address)
  const answer = readAnswer(socket, timeoutMs)
  try {
    await send(socket, stream)
    return await answer
  } finally {
    socket.destroy()
  }
}

function open(address: ClamdAddress): Socket {
  return 'socketPath' in address ? connect({ path: address.socketPath }) : connect(address)
}

// The answer may come before all is sent (over clamd's own limit), and ends the sending.
function readAnswer(socket: Socket, timeoutMs: number): Promise<ScanResult> {
  return new Promise((resolve) => {
    let answer = ''
    const settle = (result: ScanResult) => {
      resolve(result)
      socket.destroy()
    }
    socket.setTimeout(timeoutMs, () => settle({ unavailable: 'timeout' }))
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1')
      if (answer.includes('\0') || answer.length > longestAnswer) {
        settle(meaningOf(answer))
      }
    })
    socket.on('error', () => settle({ unavailable: 'unreachable' }))
    socket.on('close', () => settle({ unavailable: 'unreachable' }))
  })
}

const longestAnswer = 1_000

function meaningOf(answer: string): ScanResult {
  if (answer === 'stream: OK\0') {
    return 'clean'
  }
  if (/^stream: [^\0]+ FOUND\0$/.test(answer)) {
    return { infected: true }
  }
  return { unavailable: answer.includes('size limit exceeded') ? 'over-scanner-limit' : 'bad-answer' }
}

// Each chunk behind its length, u32 big-endian; a length of zero ends the file.
async function send(socket: Socket, stream: AsyncIterable<Uint8Array>): Promise<void> {
  socket.write('zINSTREAM\0')
  for await (const chunk of stream) {
    if (socket.destroyed) {
      return
    }
    if (chunk.length > 0) {
      socket.write(lengthPrefix(chunk.length))
      if (!socket.write(chunk)) {
        await drained(socket)
      }
    }
  }
  socket.write(lengthPrefix(0))
}

function lengthPrefix(length: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(length)
  return prefix
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done)
      resolve()
    }
    socket.on('drain', done).on('close', done)
  })
}
