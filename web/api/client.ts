import { limits } from '../../shared/limits.ts'
import { noteReach } from './connection.ts'
import { pauseMs } from './pause.ts'
import { ApiProblem, localProblem, problemFrom } from './problem.ts'
import { requestFor, type WireRequest } from './request.ts'
import type { InputOf, OutputOf, Route } from './routes.ts'

type Options = {
  /** Repeating the call does no harm (its ids are made here), so it is tried again when the line fails. Reads always are. */
  isRepeatable?: boolean
  signal?: AbortSignal
}

/** Makes one call of the contract: `await call('GET /api/session', {})`. Throws an ApiProblem, whatever goes wrong. */
export async function call<R extends Route>(route: R, input: InputOf<R>, options: Options = {}): Promise<OutputOf<R>> {
  const request = requestFor(route, input)
  const attempts = request.method === 'GET' || options.isRepeatable ? limits.requestAttempts : 1
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The server parses each answer with the contract's schema before it leaves, so it is not parsed again here.
      return (await attemptOnce(request, options.signal)) as OutputOf<R>
    } catch (error) {
      const problem = asProblem(error)
      if (problem.code === 'sign-in-needed') {
        for (const listener of signedOutListeners) {
          listener()
        }
      }
      const waitMs = attempt < attempts && isPassing(problem) ? pauseMs(attempt, problem, Math.random()) : null
      if (waitMs === null) {
        throw problem
      }
      await pause(waitMs, options.signal)
    }
  }
}

const signedOutListeners = new Set<() => void>()

/** Calls back when an answer says that the session has ended; returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

async function attemptOnce(request: WireRequest, signal: AbortSignal | undefined): Promise<unknown> {
  // Names of inboxes come in the language of the page, which the reader may have changed since the browser was set up.
  const language = document.documentElement.lang
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': language,
    'x-threadwell': '1',
  }
  if (request.body !== null) {
    headers['content-type'] = 'application/json'
  }
  const { limited, done } = timeLimited(signal)
  try {
    const { method, body } = request
    const response = await fetch(request.url, {
      method,
      body,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limited,
    })
    const text = await response.text()
    noteReach(true)
    if (!response.ok) {
      throw problemFrom(response.status, text, response.headers.get('retry-after'))
    }
    return text === '' ? {} : JSON.parse(text)
  } finally {
    done()
  }
}

/** A signal that ends with the caller's, or by itself after the time limit. */
function timeLimited(signal: AbortSignal | undefined): { limited: AbortSignal; done: () => void } {
  const controller = new AbortController()
  const stop = () => controller.abort(localProblem('stopped'))
  const timer = setTimeout(() => controller.abort(localProblem('timeout')), limits.requestTimeoutMs)
  if (signal?.aborted) {
    stop()
  }
  signal?.addEventListener('abort', stop)
  const done = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
  return { limited: controller.signal, done }
}

function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) {
    return error
  }
  if (error instanceof SyntaxError) {
    return localProblem('unexpected')
  }
  noteReach(false)
  return localProblem(navigator.onLine ? 'unreachable' : 'offline')
}

/** Failures that another try may mend: the line, the time limit, a server that restarts or has too much to do. */
function isPassing(problem: ApiProblem): boolean {
  return ['unreachable', 'timeout', 'busy'].includes(problem.code) || [502, 503, 504].includes(problem.status)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(localProblem('stopped'))
    })
  })
}
