import { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { buffer } from 'node:stream/consumers'
import { MediaError } from './media-error.ts'
import { mediaTypes, type ImageMediaType } from './media-types.ts'
import { reencodeImage } from './reencode-image.ts'

// The program that media-worker.ts starts for one picture and nothing else, so that it never shares memory with a
// second patient's picture: bytes in on stdin, one answer out on descriptor 3 (libraries print on stdout), the end.
// The answer: u32 big-endian length of a JSON header, the header, the picture, its thumbnail.

// Sending and reading messages come first.
setPriority(10)

const answer = await reencodeImage(await buffer(process.stdin), sniffedType(process.argv[2])).then(
  ({ bytes, thumbnail, ...facts }) => [...header({ ...facts, pictureBytes: bytes.length }), bytes, thumbnail],
  (error: unknown) => {
    if (error instanceof MediaError) {
      return header({ refused: error.code })
    }
    throw error
  },
)
const output = new Socket({ fd: 3, readable: false, writable: true })
answer.forEach((part) => output.write(part))
output.end()

function sniffedType(argument = ''): ImageMediaType {
  if (!isImageType(argument)) {
    throw new Error('The argument is no picture media type')
  }
  return argument
}

function isImageType(type: string): type is ImageMediaType {
  return Object.entries(mediaTypes).some(([known, facts]) => known === type && facts.kind === 'image')
}

function header(facts: object): Buffer[] {
  const json = Buffer.from(JSON.stringify(facts))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  return [length, json]
}
