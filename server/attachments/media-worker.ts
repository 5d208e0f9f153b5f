import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { limits } from '../../shared/limits.ts'
import { mediaAnswerBytes, readMediaAnswer } from './media-answer.ts'
import { MediaError, type MediaErrorCode } from './media-error.ts'
import type { ImageMediaType } from './media-types.ts'
import type { ReencodedImage } from './reencode-image.ts'
import { residentBytes } from './resident-bytes.ts'

type Bounds = { timeoutMs: number; memoryBytes: number }
const usualBounds: Bounds = { timeoutMs: limits.mediaTimeoutMs, memoryBytes: limits.mediaMemoryBytes }

/** A picture written anew by a process of its own, one at a time; throws MediaError where the picture is refused. No image library is loaded here. */
export async function reencodeImage(
  bytes: Buffer,
  mediaType: ImageMediaType,
  bounds: Bounds = usualBounds,
): Promise<ReencodedImage> {
  if (bytes.length > limits.attachmentSizeBytes) {
    throw new MediaError('too-large')
  }
  const turn = lastTurn.then(() => runMediaProcess(bytes, mediaType, bounds))
  lastTurn = turn.catch(() => undefined)
  return await turn
}

// One picture may need limits.mediaMemoryBytes; two at once would need twice that.
let lastTurn: Promise<unknown> = Promise.resolve()

async function runMediaProcess(bytes: Buffer, mediaType: ImageMediaType, bounds: Bounds): Promise<ReencodedImage> {
  const child = startMediaProcess(mediaType)
  const guard = guardProcess(child, bounds)
  try {
    // A process that dies early breaks the pipe; how it died says more.
    child.stdin?.on('error', () => undefined).end(bytes)
    const [answer, [exitCode, signal]] = await Promise.all([readAnswer(child), once(child, 'close')])
    if (exitCode === 0) {
      return readMediaAnswer(answer)
    }
    const code = guard.killedFor() ?? codesBySignal[signal]
    throw code ? new MediaError(code) : new Error(`The media process ended with ${signal ?? `exit code ${exitCode}`}`)
  } finally {
    guard.end()
    child.kill('SIGKILL')
  }
}

function startMediaProcess(mediaType: ImageMediaType): ChildProcess {
  return spawn('/bin/sh', ['-c', bareProcess, process.execPath, program, mediaType], {
    cwd: '/',
    env: { MALLOC_ARENA_MAX: '2', VIPS_DISC_THRESHOLD: '4g' },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
}

// No file may be written and no memory dumped, so that clear bytes never reach a disk (libvips would put large
// pictures in /tmp: the threshold above keeps them in memory). No secret is in its environment. When the machine
// runs out of memory, this process goes before the database.
const bareProcess = 'ulimit -c 0; ulimit -f 0; echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$0" "$@"'

const program = resolve(import.meta.dirname, 'media-process.ts')

function guardProcess(child: ChildProcess, { timeoutMs, memoryBytes }: Bounds) {
  let code: MediaErrorCode | undefined
  const kill = (reason: MediaErrorCode) => {
    code ??= reason
    child.kill('SIGKILL')
  }
  const clock = setTimeout(() => kill('too-slow'), timeoutMs)
  const scale = setInterval(async () => {
    if (child.pid !== undefined && (await residentBytes(child.pid)) > memoryBytes) {
      kill('out-of-memory')
    }
  }, limits.mediaMemoryCheckMs)
  return {
    killedFor: () => code,
    end: () => {
      clearTimeout(clock)
      clearInterval(scale)
    },
  }
}

async function readAnswer(child: ChildProcess): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Descriptor 3, asked for as a pipe above.
  for await (const chunk of child.stdio[3] as Readable) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > mediaAnswerBytes) {
      throw new Error('The answer of the media process is over the limit')
    }
  }
  return Buffer.concat(chunks)
}

// Not killed by us: a decoder that crashed on the file, or one that was refused memory (abort, trap, or the kernel's choice).
const codesBySignal: Record<string, MediaErrorCode> = {
  SIGSEGV: 'damaged',
  SIGBUS: 'damaged',
  SIGILL: 'damaged',
  SIGFPE: 'damaged',
  SIGABRT: 'out-of-memory',
  SIGTRAP: 'out-of-memory',
  SIGKILL: 'out-of-memory',
}
