import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export type FakeClamd = { address: { host: string; port: number }; received: () => Buffer; stop: () => Promise<void> }

type Behaviour = {
  /** The bytes it calls harmful. */
  signature?: string
  /** clamd.conf StreamMaxLength. */
  streamMaxBytes?: number
  /** Said instead of every answer; '' hangs up. */
  say?: string
  /** Never answers. */
  mute?: boolean
}

/** Not clamd: a stand-in on loopback that speaks the INSTREAM part of its published protocol (clamd(8)) and knows one signature. */
export async function startFakeClamd(behaviour: Behaviour): Promise<FakeClamd> {
  const sockets = new Set<Socket>()
  let received: Buffer = Buffer.alloc(0)
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
    let bytes: Buffer = Buffer.alloc(0)
    let isAnswered = false
    socket.on('data', (more: Buffer) => {
      // What comes after the answer is read and dropped, so that hanging up does not lose the answer.
      bytes = isAnswered ? bytes : Buffer.concat([bytes, more])
      const stream = parseStream(bytes)
      const answer = isAnswered ? undefined : answerTo(stream, behaviour)
      if (answer !== undefined) {
        isAnswered = true
        received = stream.file
        socket.end(behaviour.say ?? answer)
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const place = server.address()
  if (place === null || typeof place === 'string') {
    throw new Error('The stand-in for clamd has no port')
  }
  return {
    address: { host: '127.0.0.1', port: place.port },
    received: () => received,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}

type Stream = { isCommand: boolean; file: Buffer; isWhole: boolean }

const command = 'zINSTREAM\0'

// The command, then chunks behind their lengths (u32 big-endian); a length of zero ends the file.
function parseStream(bytes: Buffer): Stream {
  const isCommand = command.startsWith(bytes.toString('latin1', 0, command.length))
  const chunks: Buffer[] = []
  let at = command.length
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    if (length === 0 || at + 4 + length > bytes.length) {
      return { isCommand, file: Buffer.concat(chunks), isWhole: length === 0 }
    }
    chunks.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return { isCommand, file: Buffer.concat(chunks), isWhole: false }
}

function answerTo({ isCommand, file, isWhole }: Stream, behaviour: Behaviour): string | undefined {
  const { signature, streamMaxBytes = 26_214_400, mute = false } = behaviour
  if (mute) {
    return undefined
  }
  if (!isCommand) {
    return 'UNKNOWN COMMAND\0'
  }
  if (file.length > streamMaxBytes) {
    return 'INSTREAM size limit exceeded. ERROR\0'
  }
  if (!isWhole) {
    return undefined
  }
  return signature && file.includes(signature) ? 'stream: Test.Signature FOUND\0' : 'stream: OK\0'
}
