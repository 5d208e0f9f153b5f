import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export type FakeClamd = { address: string; received: () => Buffer; stop: () => Promise<void> }

/**
 * Not clamd: a stand-in that speaks the INSTREAM part of its published protocol (clamd(8)) on loopback, finds the one
 * signature it is given, and refuses streams over its limit as clamd does. `say` replaces every answer ('' hangs up);
 * `mute` never answers.
 */
export async function startFakeClamd(options: {
  signature?: string
  streamMaxBytes?: number
  say?: string
  mute?: boolean
}): Promise<FakeClamd> {
  const sockets = new Set<Socket>()
  let received: Buffer = Buffer.alloc(0)
  const server = createServer(async (socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
    const answer = await verdict(socket, options, (bytes) => {
      received = bytes
    }).catch(() => undefined)
    if (answer !== undefined && !options.mute) {
      socket.end(options.say ?? answer)
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const place = server.address()
  if (place === null || typeof place === 'string') {
    throw new Error('The stand-in for clamd has no port')
  }
  return {
    address: `127.0.0.1:${place.port}`,
    received: () => received,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}

async function verdict(
  socket: Socket,
  { signature, streamMaxBytes = 26_214_400 }: { signature?: string; streamMaxBytes?: number },
  keep: (bytes: Buffer) => void,
): Promise<string | undefined> {
  const command = 'zINSTREAM\0'
  let unread = Buffer.alloc(0)
  let isCommandRead = false
  const chunks: Buffer[] = []
  let size = 0
  for await (const bytes of socket.iterator({ destroyOnReturn: false })) {
    unread = Buffer.concat([unread, bytes])
    if (!isCommandRead && unread.length >= command.length) {
      if (unread.toString('latin1', 0, command.length) !== command) {
        return 'UNKNOWN COMMAND\0'
      }
      unread = unread.subarray(command.length)
      isCommandRead = true
    }
    while (isCommandRead && unread.length >= 4 && unread.length >= 4 + unread.readUInt32BE(0)) {
      const chunk = unread.subarray(4, 4 + unread.readUInt32BE(0))
      unread = unread.subarray(4 + chunk.length)
      if (chunk.length === 0) {
        const file = Buffer.concat(chunks)
        keep(file)
        return signature && file.includes(signature) ? 'stream: Test.Signature FOUND\0' : 'stream: OK\0'
      }
      chunks.push(chunk)
      size += chunk.length
      if (size > streamMaxBytes) {
        return 'INSTREAM size limit exceeded. ERROR\0'
      }
    }
  }
  return undefined
}
