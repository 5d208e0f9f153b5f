// A bug, planted by the harness alone: a server that does nothing else for a while whenever somebody writes.
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const heldMs = 400

subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  if (request.method !== 'GET') {
    const until = performance.now() + heldMs
    while (performance.now() < until) {
      // Nobody else is served.
    }
  }
})
