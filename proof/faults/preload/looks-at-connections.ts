// A bug, planted by the harness alone: a server that looks at each of its connections whenever somebody asks for something.
import { subscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'

const eachMs = 0.5
let connections = 0

subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: NodeJS.EventEmitter }
  connections++
  socket.once('close', () => connections--)
})
subscribe('http.server.request.start', (message) => {
  const { server } = message as { server: Server }
  const until = performance.now() + (server.listening ? connections * eachMs : 0)
  while (performance.now() < until) {
    // Nobody else is served.
  }
})
