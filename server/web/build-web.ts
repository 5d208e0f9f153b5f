import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = join(import.meta.dirname, '../..')
const web = join(root, 'web')
const sources = [web, join(root, 'shared'), join(root, 'package-lock.json')]
const vite = join(root, 'node_modules/vite/bin/vite.js')
const compressible = /\.(?:html|js|css|svg|webmanifest|json)$/

export class WebBuildError extends Error {
  override name = 'WebBuildError'
}

/**
 * The folder of the web application, built first when it is missing or its sources have changed. It is built beside and
 * put in place whole: a server that is running keeps what it serves, and a build cut short leaves nothing half.
 */
export async function buildWeb(tell: (line: string) => void = () => {}): Promise<string> {
  const dist = join(web, 'dist')
  const isCheckout = existsSync(vite)
  const [before, now] = await Promise.all([builtFrom(dist), isCheckout ? fingerprint(sources) : undefined])
  if (before !== undefined && (!isCheckout || before === now)) {
    return dist
  }
  if (!isCheckout) {
    throw new WebBuildError('The web application is not built, and what builds it is not installed. Run: npm ci')
  }
  tell('Building the web application …')
  const beside = await mkdtemp(join(web, 'building-'))
  try {
    const fresh = join(beside, 'dist')
    await runVite(fresh)
    await compressAll(fresh)
    await writeFile(join(fresh, stamp), now ?? '')
    await rm(dist, { recursive: true, force: true })
    await rename(fresh, dist)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  return dist
}

/** What the build was made from; a build by hand lacks it, and is done again to be compressed too. */
const stamp = '.built-from'

async function builtFrom(dist: string): Promise<string | undefined> {
  return readFile(join(dist, stamp), 'utf8').catch(() => undefined)
}

/** Names, sizes and times of all sources in one hash: a copy, an older file or a wrong clock show as well as an edit. */
async function fingerprint(paths: string[]): Promise<string> {
  const lines = (await Promise.all(paths.map(describe))).flat().sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

async function describe(path: string): Promise<string[]> {
  const stats = await stat(path)
  if (!stats.isDirectory()) {
    return [`${path} ${stats.size} ${stats.mtimeMs}`]
  }
  const names = (await readdir(path)).filter(
    (name) => name !== 'dist' && !name.startsWith('building-') && !name.includes('.test.'),
  )
  return (await Promise.all(names.map((name) => describe(join(path, name))))).flat()
}

async function runVite(outDir: string): Promise<void> {
  const build = spawn(
    process.execPath,
    [vite, 'build', '-c', join(web, 'vite.config.ts'), '--outDir', outDir, '--logLevel', 'warn'],
    // What is served is the same whoever starts it, a test too.
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
  )
  const said: Buffer[] = []
  build.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  build.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const [code] = (await once(build, 'close')) as [number | null]
  if (code !== 0) {
    throw new WebBuildError(`The web application cannot be built.\n${Buffer.concat(said).toString()}`)
  }
}

/** Done once here, so that the server never spends a request's time on it. */
async function compressAll(dist: string): Promise<void> {
  const names = (await readdir(dist, { recursive: true })).filter((name) => compressible.test(name))
  await Promise.all(names.map((name) => compressFile(join(dist, name))))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  const brotli = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, brotli))
}
