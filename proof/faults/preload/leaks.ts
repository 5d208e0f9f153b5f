// A bug, planted by the harness alone: a server that keeps something of every request for good.
import { subscribe } from 'node:diagnostics_channel'

const kept: object[][] = []

subscribe('http.server.request.start', () => {
  kept.push(Array.from({ length: 6_000 }, (_, number) => ({ number })))
})
