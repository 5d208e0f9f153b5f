// The proxy of docs/operations/several-machines, as it is shipped, on loopback: what is tested is what an operator would run.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startProgram, waitFor } from '../rolling/process.ts'
import { inFolder, type Opened } from './tester.ts'

const program = '/usr/sbin/haproxy'
const shipped = fileURLToPath(new URL('../../docs/operations/several-machines/haproxy.cfg', import.meta.url))
const selfMade = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost']

/** HAProxy in front of the server that listens at this port. */
export async function openTlsProxy(port: number): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-tls-'))
  const { key, cert } = await makeCertificate()
  await writeFile(join(folder, 'both.pem'), `${cert}${key}`, { mode: 0o600 })
  const [people, primary, nobody] = [await freePort(), await freePort(), await freePort()]
  const away = `127.0.0.1:${nobody}`
  const started = startProgram(folder, 'haproxy', [program, '-f', shipped], {
    env: {
      PEOPLE_LISTEN: `127.0.0.1:${people}`,
      CERTIFICATE: join(folder, 'both.pem'),
      PRIMARY_LISTEN: `127.0.0.1:${primary}`,
      WEB_1: `127.0.0.1:${port}`,
      WEB_2: away,
      POSTGRES_1: away,
      POSTGRES_2: away,
      PATRONI_1_PORT: String(nobody),
      PATRONI_2_PORT: String(nobody),
    },
  })
  const close = async () => {
    await started.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const url = `https://127.0.0.1:${people}`
  const isUp = () =>
    new Promise<boolean>((resolve, reject) => {
      const asked = get(`${url}/readyz`, { rejectUnauthorized: false }, (response) => {
        response.resume()
        resolve(response.statusCode === 200)
      })
      asked.on('error', reject)
    })
  try {
    await waitFor('the proxy', isUp, started)
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}

/** Made for this run, and signed by nobody. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  return inFolder(async (folder) => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    await promisify(execFile)('openssl', [...selfMade, '-keyout', key, '-out', cert])
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
