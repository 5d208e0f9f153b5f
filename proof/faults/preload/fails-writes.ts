// Loaded by the harness alone: calls that write a file of the product's fail as on a disk that is full or broken, or write a part.
// Which of them, and which time, the harness says; it is answered how often that came to pass.
import { promises as fs } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import type { WriteFault } from '../scenarios/writes.ts'

let faults: WriteFault[] = []
let calls: Record<string, number> = {}
let failed = 0

process.on('message', (message: { faults?: WriteFault[] }) => {
  if (message.faults !== undefined) {
    process.send?.({ failed })
    faults = message.faults
    calls = {}
    failed = 0
  }
})
process.channel?.unref()

/** What is to happen to this call; null: what it is for. */
function next(call: string): string | null {
  const nth = (calls[call] = (calls[call] ?? 0) + 1)
  const fault = faults.find((each) => each.call === call && each.nth === nth)
  failed += fault === undefined ? 0 : 1
  return fault?.how ?? null
}

function fail(code: string): never {
  throw Object.assign(new Error(`${code}: planted`), { code })
}

const isOurs = (path: unknown) => String(path).includes('/blobs/')
const { open, mkdir, rename } = fs
type Call = (...args: unknown[]) => Promise<unknown>

for (const [name, real] of Object.entries({ mkdir, rename })) {
  const failing: Call = async (...args) => {
    const how = isOurs(args[0]) ? next(name) : null
    return how === null ? Reflect.apply(real as Call, fs, args) : fail(how)
  }
  Object.assign(fs, { [name]: failing })
}

fs.open = async (path, flags, mode) => {
  if (!isOurs(path) || flags !== 'wx') {
    return open(path, flags, mode)
  }
  const how = next('open')
  return how === null ? failing(await open(path, flags, mode)) : fail(how)
}

function failing(file: FileHandle): FileHandle {
  const { writev, writeFile, datasync, sync, close } = file
  for (const [name, real] of Object.entries({ writev, writeFile, datasync, sync, close })) {
    const changed: Call = async (...args) => {
      const how = next(name)
      if (how === 'short') {
        const bytes = Buffer.concat(args[0] as Buffer[])
        return file.write(bytes.subarray(0, bytes.length >> 1))
      }
      if (how === null || name === 'close') {
        const value = await Reflect.apply(real as Call, file, args)
        return how === null ? value : fail(how)
      }
      return fail(how)
    }
    Object.assign(file, { [name]: changed })
  }
  return file
}
syncBuiltinESMExports()
