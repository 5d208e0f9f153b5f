// The environment is read here and nowhere else. Each variable has a row in the table, which is also its documentation.
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { limits } from '../shared/limits.ts'
import type { BlobBucket } from './platform/blobs.ts'
import { logLevels, type LogLevel } from './platform/log.ts'
import type { Gateway } from './platform/sms.ts'

export type Config = {
  port: number
  host: string
  /** An origin without a slash at its end: "https://messages.clinic.example". */
  publicUrl: string
  /** Absolute, as all paths here. */
  dataDir: string
  databaseUrl: string | undefined
  /** Folders on the volumes of an external database, as far as they are on this machine. */
  databaseVolumes: string[]
  keyFile: string
  /** Undefined: the folder below dataDir. */
  blobBucket: BlobBucket | undefined
  /** A folder or a bucket; undefined: the log is not kept, and a backup says where it goes. */
  backupTo: BlobBucket | string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  /** Undefined: no text messages. */
  sms: Gateway | undefined
  recordDir: string
  clamd: { host: string; port: number } | { socketPath: string } | undefined
  logLevel: LogLevel
  trustedProxyHops: number
  metricsToken: string | undefined
  shutdownMs: number
}

export type ConfigRow = { name: keyof z.infer<typeof Environment>; default: string; does: string; example: string }

/** Every variable, in the order of the documentation. */
export const configTable: readonly ConfigRow[] = [
  { name: 'PORT', default: '8080', does: 'The port the server listens on.', example: '8080' },
  {
    name: 'HOST',
    default: '127.0.0.1',
    does: 'The address the server listens on; 0.0.0.0 for every address, behind a proxy that does TLS. The demonstration always listens on 127.0.0.1.',
    example: '0.0.0.0',
  },
  {
    name: 'PUBLIC_URL',
    default: 'http://localhost:PORT',
    does: 'The origin people open: links, passkeys and cookies are bound to it. Must be https, except on localhost.',
    example: 'https://messages.clinic.example',
  },
  {
    name: 'DATA_DIR',
    default: './data',
    does: 'The directory everything is written to.',
    example: '/var/lib/threadwell',
  },
  {
    name: 'DATABASE_URL',
    default: 'the embedded PostgreSQL, below DATA_DIR',
    does: 'An external PostgreSQL, version 15 or newer.',
    example: 'postgres://threadwell:secret@db.clinic.example:5432/threadwell',
  },
  {
    name: 'DATABASE_VOLUMES',
    default: 'none: how full the volumes of an external database are is not watched',
    does: 'Folders on the volumes of an external PostgreSQL that runs on this machine, with commas between: of its data and, if it has one of its own, of its log. Their room is watched as that of DATA_DIR is.',
    example: '/var/lib/postgresql,/mnt/wal',
  },
  {
    name: 'KEYFILE',
    default: 'DATA_DIR/keys/kek',
    does: 'The file of the key that opens all other keys; made on the first start. Back it up apart from the database.',
    example: '/run/secrets/threadwell-kek',
  },
  {
    name: 'BLOB_URL',
    default: 'the folder DATA_DIR/blobs',
    does: 'An object store that speaks S3, for sealed files that several servers share: bucket, and if need be a folder, endpoint and region. Credentials come as for every AWS client (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role).',
    example: 's3://threadwell-files/clinic?endpoint=https://objects.clinic.example&region=ca-central-1',
  },
  {
    name: 'BACKUP_TO',
    default: 'none: backups are taken by "npm run backup -- --to PLACE" alone',
    does: "Where backups go: a folder on another disk, or an object store that speaks S3. The worker keeps the database's log there every minute, so that any moment can be restored. Everything in it is encrypted; the key file is never in it.",
    example: 's3://threadwell-backups/clinic?endpoint=https://objects.clinic.example&region=ca-central-1',
  },
  {
    name: 'SMTP_URL',
    default: 'none: no e-mail is sent',
    does: 'The mail server for notices.',
    example: 'smtps://user:secret@mail.clinic.example:465',
  },
  {
    name: 'MAIL_FROM',
    default: 'no-reply@ the host of PUBLIC_URL',
    does: 'The sender of notices.',
    example: 'The Clinic <no-reply@clinic.example>',
  },
  {
    name: 'SMS_URL',
    default: 'none: no text messages are sent, and patients are not offered any',
    does: "The account at a gateway for text messages that speaks Twilio's Messages API: the address above its Messages.json. A user name in it is the one to sign in with; without one it is the last part of the path. Needs SMS_TOKEN_FILE and SMS_FROM.",
    example: 'https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef',
  },
  {
    name: 'SMS_TOKEN_FILE',
    default: 'none',
    does: 'The file with the secret of that account, and nothing else.',
    example: '/run/secrets/threadwell-sms',
  },
  {
    name: 'SMS_FROM',
    default: 'none',
    does: 'The sender of text messages: a phone number with + and country code, or the id of a messaging service (MG…).',
    example: '+14165550100',
  },
  {
    name: 'RECORD_DIR',
    default: 'DATA_DIR/record',
    does: 'The folder conversations are filed to for the chart.',
    example: '/mnt/emr-import',
  },
  {
    name: 'CLAMD',
    default: 'none: files are not scanned, and the practice is told',
    does: 'The ClamAV daemon that scans files: host:port or the path of its socket.',
    example: '/run/clamav/clamd.ctl',
  },
  { name: 'LOG_LEVEL', default: 'info', does: `One of ${logLevels.join(', ')}.`, example: 'info' },
  {
    name: 'TRUST_PROXY',
    default: '0',
    does: "How many proxies in front of the server may tell the visitor's address.",
    example: '1',
  },
  {
    name: 'METRICS_TOKEN',
    default: 'none: /metrics is closed',
    does: 'The bearer token that opens /metrics; 16 characters or more.',
    example: '4f1d0c2b9a8e7f6d5c4b',
  },
  {
    name: 'SHUTDOWN_SECONDS',
    default: '10',
    does: 'How long a stop waits for what is in flight.',
    example: '10',
  },
]

/** A refusal of the environment: one line for each variable that is wrong, none of which holds its value. */
export class ConfigError extends Error {
  readonly code = 'config-invalid'

  constructor(lines: string[]) {
    super(lines.join('\n'))
    this.name = 'ConfigError'
  }
}

/** Reads the environment; throws ConfigError naming every variable that is wrong. An empty variable counts as not set. */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const set = configTable.flatMap(({ name }) => (env[name] ? [[name, env[name]]] : []))
  const parsed = Environment.safeParse(Object.fromEntries(set))
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(explain))
  }

  const { data } = parsed
  const sms = gatewayOf(data)
  const dataDir = resolve(data.DATA_DIR)
  const publicUrl = data.PUBLIC_URL ?? `http://localhost:${data.PORT}`
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl,
    dataDir,
    databaseUrl: data.DATABASE_URL,
    databaseVolumes: data.DATABASE_VOLUMES,
    keyFile: resolve(data.KEYFILE ?? join(dataDir, 'keys', 'kek')),
    blobBucket: data.BLOB_URL,
    backupTo: data.BACKUP_TO,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM ?? `no-reply@${new URL(publicUrl).hostname}`,
    sms,
    recordDir: resolve(data.RECORD_DIR ?? join(dataDir, 'record')),
    clamd: data.CLAMD,
    logLevel: data.LOG_LEVEL,
    trustedProxyHops: data.TRUST_PROXY,
    metricsToken: data.METRICS_TOKEN,
    shutdownMs: data.SHUTDOWN_SECONDS * 1000,
  }
}

function explain(issue: z.core.$ZodIssue): string {
  const row = configTable.find(({ name }) => name === issue.path[0])
  return `${String(issue.path[0])} ${issue.message}. Example: ${row?.name}=${row?.example}`
}

const path = z.string().refine((text) => !text.includes('\0'), 'must be a path')

const Environment = z.object({
  PORT: wholeNumber(1, 65_535).default(8080),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  PUBLIC_URL: z.string().transform(originOf).optional(),
  DATA_DIR: path.default('./data'),
  DATABASE_URL: z
    .string()
    .refine((text) => isUrl(text, ['postgres:', 'postgresql:']), 'must be a URL that begins with postgres://')
    .optional(),
  DATABASE_VOLUMES: path
    .default('')
    .transform((text) => text.split(',').flatMap((each) => (each.trim() === '' ? [] : [resolve(each.trim())])))
    .refine((folders) => folders.length <= limits.databaseVolumes, `must be ${limits.databaseVolumes} folders at most`),
  KEYFILE: path.optional(),
  BLOB_URL: z.string().transform(bucketOf).optional(),
  BACKUP_TO: path.transform(placeOf).optional(),
  SMTP_URL: z
    .string()
    .refine((text) => isUrl(text, ['smtp:', 'smtps:']), 'must be a URL that begins with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^(?:[^\s<>@]+@[^\s<>@]+|[^<>@\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>)$/u,
      'must be an e-mail address, or a name and an e-mail address in angle brackets',
    )
    .optional(),
  SMS_URL: z.string().transform(smsAccount).optional(),
  SMS_TOKEN_FILE: path.optional(),
  SMS_FROM: z
    .string()
    .regex(
      /^(?:\+[1-9]\d{6,14}|MG[0-9A-Za-z]{8,64})$/,
      'must be a phone number with + and country code, or the id of a messaging service that begins with MG',
    )
    .optional(),
  RECORD_DIR: path.optional(),
  CLAMD: z.string().transform(clamdAddress).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be 16 or more visible characters without spaces')
    .optional(),
  SHUTDOWN_SECONDS: wholeNumber(1, 300).default(10),
})

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number)
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

function originOf(text: string, ctx: z.RefinementCtx<string>): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url !== undefined && url.href === `${url.origin}/`
  if (!isOrigin || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    ctx.addIssue('must be a web address without a path, a name or a password in it')
    return z.NEVER
  }
  if (url.protocol === 'http:' && url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') {
    ctx.addIssue('must begin with https:// (only localhost and 127.0.0.1 may do without)')
    return z.NEVER
  }
  return url.origin
}

/** Where backups are: `s3://…`, or a folder. */
export function placeOf(text: string, ctx: z.RefinementCtx<string>): BlobBucket | string {
  return text.startsWith('s3:') ? bucketOf(text, ctx) : resolve(text)
}

function bucketOf(text: string, ctx: z.RefinementCtx<string>): BlobBucket {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const endpoint = url?.searchParams.get('endpoint') ?? undefined
  const known = ['endpoint', 'region']
  if (
    url?.protocol !== 's3:' ||
    !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname) ||
    url.username !== '' ||
    (endpoint !== undefined && !isUrl(endpoint, ['https:', 'http:'])) ||
    [...url.searchParams.keys()].some((name) => !known.includes(name))
  ) {
    ctx.addIssue('must be s3://bucket, with /folder, ?endpoint= and &region= if need be')
    return z.NEVER
  }
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '')
  return {
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint,
    region: url.searchParams.get('region') ?? 'us-east-1',
  }
}

/** All three, or none: half a gateway would be a silent one. */
function gatewayOf(data: z.output<typeof Environment>): Gateway | undefined {
  const { SMS_URL: account, SMS_TOKEN_FILE: tokenFile, SMS_FROM: from } = data
  if (account === undefined && tokenFile === undefined && from === undefined) {
    return undefined
  }
  if (account === undefined || tokenFile === undefined || from === undefined) {
    const given = { SMS_URL: account, SMS_TOKEN_FILE: tokenFile, SMS_FROM: from }
    const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
    throw new ConfigError(
      missing.map((name) => explain({ path: [name], message: 'must be set too', code: 'custom', input: undefined })),
    )
  }
  return { ...account, tokenFile: resolve(tokenFile), from }
}

function smsAccount(text: string, ctx: z.RefinementCtx<string>): Pick<Gateway, 'url' | 'user'> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  const user = decodeURIComponent(url?.username || (url?.pathname.split('/').findLast(Boolean) ?? ''))
  if (
    url === undefined ||
    (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== '' ||
    user === ''
  ) {
    ctx.addIssue('must be a https:// address that ends with the account, without a password in it')
    return z.NEVER
  }
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, user }
}

function clamdAddress(text: string, ctx: z.RefinementCtx<string>): NonNullable<Config['clamd']> {
  if (text.startsWith('/')) {
    return { socketPath: text }
  }
  const [, host, port] = /^([0-9A-Za-z.-]+|\[[0-9A-Fa-f:]+\]):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    ctx.addIssue('must be host:port or the path of a socket')
    return z.NEVER
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}
