// The key-encryption key (KEK) opens all other keys. It lies in a file of its own, apart from the database and its backups.
import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode } from './error-code.ts'

/** `id` names the key without telling it; `key` is 32 bytes. */
export type KeyEncryptionKey = { id: string; key: Buffer }

export type KeyFileFault = 'key-missing' | 'key-unreadable' | 'key-malformed' | 'key-exposed'

/** Why the key file cannot be used, with a sentence for the operator; it never holds bytes of the file. */
export class KeyFileError extends Error {
  readonly code: KeyFileFault

  constructor(code: KeyFileFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KeyFileError'
    this.code = code
  }
}

const keyBytes = 32
const prefix = 'threadwell-kek-v1 '
const fileBytes = prefix.length + 44 + 1

/** Reads the key at `path`; where there is none, makes one if `mayCreate` (false when the database already has data). */
export async function loadOrCreateKeyFile(
  path: string,
  { mayCreate }: { mayCreate: boolean },
): Promise<KeyEncryptionKey> {
  const found = await readKeyFile(path)
  if (found !== undefined) {
    return found
  }
  if (!mayCreate) {
    throw new KeyFileError(
      'key-missing',
      `The database has data, but its key ${path} is missing. Put the key file back from its backup, or set KEYFILE to where it is. Without it the data cannot be read.`,
    )
  }
  await createKeyFile(path)
  const created = await readKeyFile(path)
  if (created === undefined) {
    throw new KeyFileError('key-unreadable', `The key file ${path} went away while it was being made.`)
  }
  return created
}

async function readKeyFile(path: string): Promise<KeyEncryptionKey | undefined> {
  const file = await openForReading(path)
  if (file === undefined) {
    return undefined
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile()) {
      throw new KeyFileError('key-unreadable', `${path} is not a file. Set KEYFILE to the key file.`)
    }
    if ((stats.mode & 0o077) !== 0) {
      throw new KeyFileError(
        'key-exposed',
        `Others on this machine may read the key file ${path}. Close it with: chmod 0400 ${path}`,
      )
    }
    // One byte more than the format has, so that a longer file is seen to be longer.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(fileBytes + 1), 0, fileBytes + 1, 0)
    return parseKey(buffer.toString('latin1', 0, bytesRead), path)
  } finally {
    await file.close()
  }
}

async function openForReading(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined
    }
    throw new KeyFileError(
      'key-unreadable',
      `The key file ${path} cannot be read (${errorCode(error)}). It must belong to the account the server runs as.`,
      { cause: error },
    )
  }
}

function parseKey(text: string, path: string): KeyEncryptionKey {
  const encoded = /^threadwell-kek-v1 ([A-Za-z0-9+/]{43}=)\n?$/.exec(text)?.[1]
  const key = Buffer.from(encoded ?? '', 'base64')
  // Base64 lets several texts mean the same bytes; only the one we write is taken, so that damage shows.
  if (key.length !== keyBytes || key.toString('base64') !== encoded) {
    throw new KeyFileError(
      'key-malformed',
      `${path} is not a key file of Threadwell: it must hold one line, "threadwell-kek-v1" and the key. Put it back from its backup.`,
    )
  }
  return { id: keyId(key), key }
}

/** Names a key: the first 16 hexadecimal digits of SHA-256 over a label and the key. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('threadwell kek id v1\0').update(key).digest('hex').slice(0, 16)
}

/** Written whole under another name and then linked: a kill leaves no half key, and of two starts at once one key wins. */
async function createKeyFile(path: string): Promise<void> {
  const directory = dirname(path)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const unfinished = join(directory, `.${basename(path)}-${randomBytes(8).toString('hex')}`)
  try {
    const file = await open(unfinished, 'wx', 0o400)
    try {
      await file.writeFile(`${prefix}${randomBytes(keyBytes).toString('base64')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(unfinished, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw new KeyFileError('key-unreadable', `The key file ${path} cannot be made (${errorCode(error)}).`, {
        cause: error,
      })
    }
  } finally {
    await rm(unfinished, { force: true })
  }
  const parent = await open(directory, 'r')
  await parent.sync()
  await parent.close()
}
