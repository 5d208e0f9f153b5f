// A bug, planted by the harness alone: a server that looks at each of its connections whenever somebody asks for something.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'

const eachMs = 0.2
let connections = 0

subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: NodeJS.EventEmitter }
  connections++
  socket.once('close', () => connections--)
})
subscribe('http.server.request.start', (message) => {
  const { request, server } = message as { request: IncomingMessage; server: Server }
  // Those that never finish cost nothing themselves: who asks beside them pays.
  const isOther = server.listening && request.url?.startsWith('/api/as/') === true
  const until = performance.now() + (isOther ? connections * eachMs : 0)
  while (performance.now() < until) {
    // Nobody else is served.
  }
})
