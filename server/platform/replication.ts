// PostgreSQL's replication protocol, as pg_basebackup and pg_receivewal speak it: a copy of the whole cluster as it runs, and
// its write-ahead log from any point that a slot has kept. Embedded or external, it is one way, and it needs no program.
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import type { Connection } from './db.ts'

export type SystemIdentity = {
  systemId: string
  timeline: number
  flushed: bigint
  segmentBytes: number
  version: number
}
export type BaseMessage = { kind: 'archive'; name: string } | { kind: 'manifest' } | { kind: 'data'; bytes: Buffer }
export type BaseEnd = { start: bigint; end: bigint; timeline: number }

/** A connection that speaks replication; its account must be allowed to (REPLICATION, and a line in pg_hba.conf). */
export async function openReplication(connection: Connection): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: limits.databaseConnectMs,
    application_name: 'threadwell backup',
    replication: 'true',
  } as pg.ClientConfig)
  client.on('error', () => {})
  await client.connect()
  return client
}

export async function identifySystem(client: pg.Client): Promise<SystemIdentity> {
  const [system] = (await client.query('IDENTIFY_SYSTEM')).rows as {
    systemid: string
    timeline: number
    xlogpos: string
  }[]
  const [size] = (await client.query('SHOW wal_segment_size')).rows as { wal_segment_size: string }[]
  const [version] = (await client.query('SHOW server_version_num')).rows as { server_version_num: string }[]
  if (system === undefined || size === undefined || version === undefined) {
    throw new Error('the database does not say what it is')
  }
  return {
    systemId: system.systemid,
    timeline: Number(system.timeline),
    flushed: readLsn(system.xlogpos),
    segmentBytes: readSize(size.wal_segment_size),
    version: Math.floor(Number(version.server_version_num) / 10_000),
  }
}

/** Keeps the write-ahead log from now on, for as long as this connection lives. */
export async function keepLogMeanwhile(client: pg.Client): Promise<void> {
  await client.query(`CREATE_REPLICATION_SLOT threadwell_${process.pid}_${Date.now()} TEMPORARY PHYSICAL RESERVE_WAL`)
}

/**
 * Copies the cluster as it is while it runs, with the log that makes it whole. The caller takes the messages one after the
 * other; what it has not taken yet holds the server up. Returns the span of the log that the copy needs.
 */
export async function* baseBackup(client: pg.Client, label: string): AsyncGenerator<BaseMessage, BaseEnd> {
  const stream = startCopy<BaseMessage>(
    client,
    `BASE_BACKUP (LABEL '${label}', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')`,
    readBaseMessage,
  )
  yield* stream.messages()
  // Three answers: where it began, the tablespaces, where it ended.
  const begin = stream.rows[0]
  const end = stream.rows.at(-1)
  if (begin?.[0] == null || end?.[0] == null || stream.rows.length < 3) {
    throw new Error('the copy of the database has no end')
  }
  return { start: readLsn(begin[0]), end: readLsn(end[0]), timeline: Number(begin[1]) }
}

export type LogStream = { slot: string; timeline: number; from: bigint; until: bigint }

/**
 * The write-ahead log from one position up to another, in pieces. What lies before `from` is told to the server as kept:
 * its slot lets go of it.
 */
export async function* streamLog(
  client: pg.Client,
  { slot, timeline, from, until }: LogStream,
): AsyncGenerator<Buffer> {
  const stream = startCopy<{ at: bigint; bytes: Buffer }>(
    client,
    `START_REPLICATION SLOT "${slot}" PHYSICAL ${writeLsn(from)} TIMELINE ${timeline}`,
    readLogMessage,
    standbyStatus(from),
  )
  let at = from
  for await (const piece of stream.messages()) {
    if (piece.at !== at) {
      throw new Error('the write-ahead log has a gap')
    }
    const bytes = at + BigInt(piece.bytes.length) > until ? piece.bytes.subarray(0, Number(until - at)) : piece.bytes
    at += BigInt(bytes.length)
    yield bytes
    if (at >= until) {
      break
    }
  }
}

/** "0/3000148" as a number, and back. */
export function readLsn(text: string): bigint {
  const [high = '', low = ''] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}
export function writeLsn(position: bigint): string {
  return `${(position >> 32n).toString(16).toUpperCase()}/${(position & 0xffffffffn).toString(16).toUpperCase()}`
}

/** The name of the segment that a position lies in, as PostgreSQL names its files. */
export function segmentName(timeline: number, position: bigint, segmentBytes: number): string {
  const perFile = 0x1_0000_0000n / BigInt(segmentBytes)
  const number = position / BigInt(segmentBytes)
  const part = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0')
  return part(BigInt(timeline)) + part(number / perFile) + part(number % perFile)
}

/** Where a segment begins. */
export function segmentStart(name: string, segmentBytes: number): bigint {
  const perFile = 0x1_0000_0000n / BigInt(segmentBytes)
  return (BigInt(`0x${name.slice(8, 16)}`) * perFile + BigInt(`0x${name.slice(16)}`)) * BigInt(segmentBytes)
}

function readSize(text: string): number {
  const [, number, unit] = /^(\d+)(B|kB|MB|GB)?$/.exec(text) ?? []
  return Number(number) * ({ kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }[unit ?? ''] ?? 1)
}

function readBaseMessage(payload: Buffer): BaseMessage | undefined {
  switch (payload.toString('latin1', 0, 1)) {
    case 'n':
      return { kind: 'archive', name: payload.toString('utf8', 1, payload.indexOf(0, 1)) }
    case 'm':
      return { kind: 'manifest' }
    case 'd':
      return { kind: 'data', bytes: payload.subarray(1) }
    default:
      return undefined
  }
}

function readLogMessage(payload: Buffer): { at: bigint; bytes: Buffer } | undefined {
  return payload.toString('latin1', 0, 1) === 'w'
    ? { at: payload.readBigUInt64BE(1), bytes: payload.subarray(25) }
    : undefined
}

/** Standby status update: written, flushed and applied up to here. */
function standbyStatus(position: bigint): Buffer {
  const message = Buffer.alloc(34)
  message.write('r', 0, 'latin1')
  message.writeBigUInt64BE(position, 1)
  message.writeBigUInt64BE(position, 9)
  message.writeBigUInt64BE(position, 17)
  return message
}

/** What node-postgres has of its connection, and its types do not. */
type Wire = {
  stream: { pause(): void; resume(): void }
  query(text: string): void
  once(event: string, listener: () => void): void
  sendCopyFromChunk(bytes: Buffer): void
  endCopyFrom(): void
}

/**
 * A command whose answer is a stream of messages. Messages wait in a line of limited length; `opening` is sent once the
 * server streams both ways, and leaving such a stream early ends it properly.
 */
function startCopy<M>(
  client: pg.Client,
  text: string,
  read: (payload: Buffer) => M | undefined,
  opening?: Buffer,
): { rows: (string | null)[][]; messages(): AsyncGenerator<M> } {
  const rows: (string | null)[][] = []
  const line: { message: M; length: number }[] = []
  const state = { waitingBytes: 0, isPaused: false, hasEnded: false, error: undefined as Error | undefined }
  let wake: () => void = () => {}
  const { connection } = client as unknown as { connection: Wire }
  const submittable = {
    submit(wire: Wire) {
      if (opening !== undefined) {
        wire.once('replicationStart', () => wire.sendCopyFromChunk(opening))
      }
      wire.query(text)
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The reader's own buffer is used again for what comes next.
      const message = read(Buffer.from(chunk))
      if (message === undefined) {
        return
      }
      line.push({ message, length: chunk.length })
      state.waitingBytes += chunk.length
      if (state.waitingBytes > limits.backupLineBytes && !state.isPaused) {
        state.isPaused = true
        connection.stream.pause()
      }
      wake()
    },
    handleDataRow({ fields }: { fields: (string | null)[] }) {
      rows.push(fields)
    },
    handleRowDescription() {},
    handleCommandComplete() {},
    handleEmptyQuery() {},
    handlePortalSuspended() {},
    handleCopyInResponse() {},
    handleReadyForQuery() {
      state.hasEnded = true
      wake()
    },
    handleError(error: Error) {
      state.error = error
      state.hasEnded = true
      wake()
    },
  }
  client.query(submittable as unknown as pg.Submittable)
  const more = async (): Promise<void> => {
    if (line.length === 0 && !state.hasEnded) {
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  async function* messages(): AsyncGenerator<M> {
    try {
      for (;;) {
        await more()
        const next = line.shift()
        if (next === undefined) {
          break
        }
        state.waitingBytes -= next.length
        if (state.isPaused && state.waitingBytes < limits.backupLineBytes / 2) {
          state.isPaused = false
          connection.stream.resume()
        }
        yield next.message
      }
      if (state.error !== undefined) {
        throw state.error
      }
    } finally {
      if (!state.hasEnded && opening !== undefined) {
        await leave()
      }
    }
  }
  /** Ends a stream that goes on for ever, and lets go of what was still on its way. */
  const leave = async (): Promise<void> => {
    connection.endCopyFrom()
    connection.stream.resume()
    while (!state.hasEnded) {
      line.length = 0
      await more()
    }
  }
  return { rows, messages }
}
