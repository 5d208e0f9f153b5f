// What is promised here: some things are dangerous wherever they stand, and stand nowhere in what runs. Where one of them is
// needed, its file is named here with the reason.
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const passedOver = /\.(?:test|fixture)\.tsx?$|\/testing\/|web\/(?:gallery|dist|building-[^/]*)\//

async function sources(folders: string[]): Promise<[path: string, text: string][]> {
  const patterns = folders.map((folder) => `${folder}/**/*.{ts,tsx,js,html}`)
  const paths = (await Array.fromAsync(glob(patterns, { cwd: root }))).filter((path) => !passedOver.test(path))
  return Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(`${root}${path}`, 'utf8')]),
  )
}

async function filesWith(words: RegExp, folders: string[]): Promise<string[]> {
  return (await sources(folders)).filter(([, text]) => words.test(text)).map(([path]) => path)
}

test.each([
  ['code is made of words', /\beval\(|new Function\(|setTimeout\(['"`]|node:vm\b/, ['server', 'shared', 'web']],
  [
    'a shell is started',
    /\bexecSync\(|(?<!\.)\bexec\(|shell: true|import \{[^}]*\bexec\b[^}]*\} from 'node:child_process'/,
    ['server', 'shared'],
  ],
  [
    'HTML is put together or taken as it is',
    /innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write/,
    ['web'],
  ],
  ['windows speak to each other', /window\.postMessage|addEventListener\('message'|window\.opener/, ['web']],
  [
    'certificates go unchecked',
    /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    ['server'],
  ],
  ['XML is read', /DOMParser|xml2js|fast-xml-parser|libxml/, ['server', 'shared', 'web']],
])('nowhere: %s', async (_what, words, folders) => {
  expect(await filesWith(words, folders)).toEqual([])
})

/** Whom the server calls: its database, its files, its mail, its text messages, its scanner. All of them are named by its configuration. */
const callers = [
  'server/attachments/clamd.ts',
  'server/platform/mail.ts',
  'server/platform/s3-client.ts',
  'server/platform/sms.ts',
]
test('the server opens connections in these files alone', async () => {
  const opens =
    /\bfetch\(|\brequest\(\s*(?:\{|['"`]http)|(?<!\.)\bconnect\(|createConnection\(|new S3Client|createTransport\(/
  expect((await filesWith(opens, ['server'])).sort()).toEqual(callers)
})

/** What a browser keeps after the page is closed: how it looks, and when its person last did something. Nothing that was written. */
const kept = [
  'web/account/presence.ts',
  'web/components/ThemeSwitch.tsx',
  'web/i18n/language.ts',
  'web/public/theme.js',
  'web/staff/focus/use-round.ts',
  'web/staff/keys/shortcuts.ts',
]
test('the pages keep something in these files alone', async () => {
  const keeps = /localStorage|sessionStorage|indexedDB|\bcaches\.|document\.cookie|serviceWorker/
  expect((await filesWith(keeps, ['web'])).sort()).toEqual(kept)
})

test('the planted words are found', async () => {
  expect('eval("1")').toMatch(/\beval\(/)
  expect((await sources(['server', 'web'])).length).toBeGreaterThan(500)
})
