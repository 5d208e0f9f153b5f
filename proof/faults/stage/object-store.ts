// An object store that fails: a server of the S3 contract written by others, behind a door that answers in its stead and a
// line that is cut.
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import S3rver from 's3rver'
import type { Damage } from '../proxy/damage.ts'
import { noDamage } from '../proxy/damage.ts'
import { openProxy } from '../proxy/proxy.ts'

export type StoreFault = {
  /** Instead of the store's own answer. */
  status?: 500 | 503
  /** Before the store hears of a request. */
  waitMs?: () => number
  /** What a connection suffers. */
  damage?: () => Damage
  isAway?: boolean
}

export type FaultStore = {
  /** For BLOB_URL, with the credentials beside it. */
  env: Record<string, string>
  /** From now on, and on new connections: those that are open are reset. */
  suffer(fault: StoreFault): void
  /** Requests that were answered in the store's stead. */
  readonly refused: number
  /** What is kept for a practice, by name. */
  names(practiceId: string): Promise<string[]>
  close(): Promise<void>
}

const bucket = 'sealed-files'
/** That of the store, which documents it. */
const credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }

/** The parts of an upload that was cut are given up: this store does not know how, and keeps no object of them. */
const isGivenUp = ({ method, url = '' }: IncomingMessage): boolean => method === 'DELETE' && url.includes('uploadId=')

export async function openFaultStore(directory: string): Promise<FaultStore> {
  const configureBuckets = [{ name: bucket, configs: [] }]
  const store = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets })
  await store.run()
  const handle = store.callback()
  const state: { fault: StoreFault; refused: number } = { fault: {}, refused: 0 }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, waitMs } = state.fault
    if (waitMs !== undefined) {
      await sleep(waitMs())
    }
    if (status === undefined && isGivenUp(request)) {
      request.resume()
      response.writeHead(204).end()
      return
    }
    if (status === undefined) {
      handle(request, response)
      return
    }
    state.refused++
    request.resume()
    const code = status === 503 ? 'SlowDown' : 'InternalError'
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Not now.</Message></Error>`)
  }
  const door = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const proxy = await openProxy({ host: '127.0.0.1', port: (door.address() as AddressInfo).port })
  return {
    env: {
      BLOB_URL: `s3://${bucket}?endpoint=${encodeURIComponent(`http://127.0.0.1:${proxy.port}`)}&region=us-east-1`,
      ...credentials,
    },
    suffer(fault) {
      state.fault = fault
      proxy.isRefusing = fault.isAway === true
      proxy.plan = fault.damage ?? (() => noDamage)
      proxy.resetAll()
    },
    get refused() {
      return state.refused
    },
    async names(practiceId) {
      const entries = await readdir(join(directory, bucket, practiceId), { withFileTypes: true }).catch(() => [])
      return entries.flatMap(({ name }) => /^([0-9a-f]{32})\._S3rver_object$/.exec(name)?.[1] ?? [])
    },
    async close() {
      await proxy.close()
      door.closeAllConnections()
      door.close()
      await store.close()
    },
  }
}
