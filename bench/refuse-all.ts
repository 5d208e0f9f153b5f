// A server that answers every piece of bytes with one refusal, as cheap as a process can be asked and answer at all.
import { createServer } from 'node:net'

const body = JSON.stringify({ title: 'The service is not available right now. Try again in a few minutes.'.repeat(2) })
const answer = Buffer.from(
  `HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 3\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
)
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer))
  socket.on('error', () => socket.destroy())
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'))
process.on('disconnect', () => process.exit())
