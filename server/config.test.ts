// Every variable has a default, a documented row, and a refusal that names it without telling its value.
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, configTable, loadConfig } from './config.ts'

test('an empty environment gives a server on localhost that writes below ./data', () => {
  expect(loadConfig({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataDir: resolve('data'),
    databaseUrl: undefined,
    databaseVolumes: [],
    keyFile: resolve('data/keys/kek'),
    blobBucket: undefined,
    backupTo: undefined,
    smtpUrl: undefined,
    mailFrom: 'no-reply@localhost',
    sms: undefined,
    recordDir: resolve('data/record'),
    clamd: undefined,
    logLevel: 'info',
    trustedProxyHops: 0,
    metricsToken: undefined,
    shutdownMs: 10_000,
  })
})

const gateway = {
  SMS_URL: 'https://api.twilio.com/2010-04-01/Accounts/AC01/',
  SMS_TOKEN_FILE: '/run/secrets/sms',
  SMS_FROM: '+14165550100',
}

test('a gateway for texts is an account, the file of its secret, and a sender', () => {
  const url = 'https://api.twilio.com/2010-04-01/Accounts/AC01'
  const sms = { url, user: 'AC01', tokenFile: '/run/secrets/sms', from: '+14165550100' }
  expect(loadConfig(gateway).sms).toEqual(sms)
  const other = { ...gateway, SMS_URL: url.replace('https://', 'https://SK02@'), SMS_FROM: 'MG0123456789' }
  expect(loadConfig(other).sms).toEqual({ ...sms, user: 'SK02', from: 'MG0123456789' })
})

test.each(Object.keys(gateway))('half a gateway is refused, and %s is named', (name) => {
  expect(() => loadConfig({ ...gateway, [name]: '' })).toThrow(`${name} must be set too`)
})

test.each([
  ['SMS_URL', 'http://api.example/Accounts/AC01'],
  ['SMS_URL', 'https://AC01:secret@api.example/Accounts/AC01'],
  ['SMS_URL', 'https://api.example/'],
  ['SMS_FROM', '416-555-0100'],
])('%s=%s is refused', (name, value) => {
  expect(() => loadConfig({ ...gateway, [name]: value })).toThrow(new RegExp(`^${name} must be`))
})

test.each([
  ['PORT', '80', { port: 80, publicUrl: 'http://localhost:80' }],
  ['PUBLIC_URL', 'https://Messages.Clinic.example', { publicUrl: 'https://messages.clinic.example' }],
  [
    'PUBLIC_URL',
    'https://clinic.example:8443/',
    { publicUrl: 'https://clinic.example:8443', mailFrom: 'no-reply@clinic.example' },
  ],
  ['PUBLIC_URL', 'http://127.0.0.1:9000', { publicUrl: 'http://127.0.0.1:9000' }],
  ['DATA_DIR', '/srv/tw', { dataDir: '/srv/tw', keyFile: '/srv/tw/keys/kek', recordDir: '/srv/tw/record' }],
  ['DATABASE_URL', 'postgresql:///tw?host=/run/postgresql', { databaseUrl: 'postgresql:///tw?host=/run/postgresql' }],
  ['DATABASE_VOLUMES', '/var/lib/postgresql, /mnt/wal', { databaseVolumes: ['/var/lib/postgresql', '/mnt/wal'] }],
  ['KEYFILE', '/run/secrets/kek', { keyFile: '/run/secrets/kek' }],
  [
    'BLOB_URL',
    's3://sealed-files',
    { blobBucket: { bucket: 'sealed-files', prefix: '', endpoint: undefined, region: 'us-east-1' } },
  ],
  [
    'BLOB_URL',
    's3://sealed-files/clinic/a/?endpoint=http://127.0.0.1:9000&region=ca-central-1',
    {
      blobBucket: {
        bucket: 'sealed-files',
        prefix: 'clinic/a/',
        endpoint: 'http://127.0.0.1:9000',
        region: 'ca-central-1',
      },
    },
  ],
  ['SMTP_URL', 'smtp://localhost:1025', { smtpUrl: 'smtp://localhost:1025' }],
  [
    'MAIL_FROM',
    'Clinique médicale <no-reply@clinic.example>',
    { mailFrom: 'Clinique médicale <no-reply@clinic.example>' },
  ],
  ['RECORD_DIR', 'elsewhere', { recordDir: resolve('elsewhere') }],
  ['CLAMD', '/run/clamd.ctl', { clamd: { socketPath: '/run/clamd.ctl' } }],
  ['CLAMD', '[::1]:3310', { clamd: { host: '::1', port: 3310 } }],
  ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ['TRUST_PROXY', '2', { trustedProxyHops: 2 }],
  ['METRICS_TOKEN', '0123456789abcdef', { metricsToken: '0123456789abcdef' }],
  ['SHUTDOWN_SECONDS', '30', { shutdownMs: 30_000 }],
  ['DATABASE_URL', '', { databaseUrl: undefined }],
])('%s=%s is understood', (name, value, expected) => {
  expect(loadConfig({ [name]: value })).toMatchObject(expected)
})

test.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['PORT', '8e3'],
  ['PORT', ' 80'],
  ['HOST', 'a b'],
  ['PUBLIC_URL', 'messages.clinic.example'],
  ['PUBLIC_URL', 'http://messages.clinic.example'],
  ['PUBLIC_URL', 'http://localhost.clinic.example'],
  ['PUBLIC_URL', 'https://clinic.example/messages'],
  ['PUBLIC_URL', 'https://user:secretvalue@clinic.example'],
  ['PUBLIC_URL', 'https://clinic.example?x'],
  ['PUBLIC_URL', 'ftp://clinic.example'],
  ['DATABASE_URL', 'mysql://user:secretvalue@host/x'],
  ['DATABASE_URL', 'secretvalue'],
  ['DATABASE_VOLUMES', '/1,/2,/3,/4,/5,/6,/7,/8,/9'],
  ['BLOB_URL', 'https://objects.clinic.example/sealed-files'],
  ['BLOB_URL', 's3://secretvalue@sealed-files'],
  ['BLOB_URL', 's3://sealed-files?endpoint=objects'],
  ['BLOB_URL', 's3://sealed-files?secret=secretvalue'],
  ['SMTP_URL', 'https://user:secretvalue@mail.example'],
  ['MAIL_FROM', 'Clinic'],
  ['MAIL_FROM', 'Clinic\r\nBcc: a@b.example <no-reply@clinic.example>'],
  ['CLAMD', 'localhost'],
  ['CLAMD', 'localhost:99999'],
  ['LOG_LEVEL', 'loud'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '-1'],
  ['METRICS_TOKEN', 'secretvalue'],
  ['SHUTDOWN_SECONDS', '0'],
])('%s=%j is refused by name, with an example, without its value', (name, value) => {
  const { message } = refusal({ [name]: value })
  expect(message).toMatch(new RegExp(`^${name} must .+\\. Example: ${name}=.+$`))
  expect(message).not.toContain('secretvalue')
})

test('all wrong variables are told at once, and unknown ones are passed over', () => {
  const { message } = refusal({ PORT: 'x', LOG_LEVEL: 'x', THREADWELL_COLOUR: 'x', PATH: '/bin' })
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL'])
})

test('every example in the table is accepted', () => {
  const examples = Object.fromEntries(configTable.map(({ name, example }) => [name, example]))
  expect(() => loadConfig(examples)).not.toThrow()
  expect(loadConfig(examples).host).toBe('0.0.0.0')
})

test('the table has one row for each variable, each with words', () => {
  const names = configTable.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(configTable.every((row) => row.does.length > 10 && row.default !== '')).toBe(true)
})

function refusal(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) {
      return error
    }
    throw error
  }
  throw new Error('it was accepted')
}
