// A plain file route, in a process of its own: what a machine can do with files when nothing is sealed, recorded or decided.
// `node plain-files.ts PORT FOLDER`: PUT keeps the body on disk before it answers, GET gives it back, in whole or in part.
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [port, folder] = process.argv.slice(2)
const pathOf = (url: string) => join(folder ?? '.', url.replaceAll(/[^0-9a-f-]/g, ''))

const server = createServer((request, response) => {
  void (request.method === 'PUT' ? take : give)(request.url ?? '', request, response)
})
await mkdir(folder ?? '.', { recursive: true })
server.listen(Number(port), '127.0.0.1', () => process.send?.('listening'))
process.once('disconnect', () => process.exit(0))

type Handler = Parameters<typeof createServer>[1] & object
type Request = Parameters<Handler>[0]
type Response = Parameters<Handler>[1]

async function take(url: string, request: Request, response: Response): Promise<void> {
  const file = await open(`${pathOf(url)}.part`, 'w')
  await pipeline(request, file.createWriteStream({ flush: true }))
  await rename(`${pathOf(url)}.part`, pathOf(url))
  response.end('{}')
}

async function give(url: string, request: Request, response: Response): Promise<void> {
  const { size } = await stat(pathOf(url))
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  const [start, end] = first === undefined ? [0, size - 1] : [Number(first), Number(last)]
  response.writeHead(first === undefined ? 200 : 206, { 'content-length': end - start + 1 })
  await pipeline(createReadStream(pathOf(url), { start, end }), response)
}
