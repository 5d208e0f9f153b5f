// A bug, planted by the harness alone: a server that takes a full disk for a write that went well.
import { promises as fs } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const open = fs.open
fs.open = async (path, ...more) => {
  const file = await open(path, ...more)
  for (const name of ['write', 'writev'] as const) {
    const write = file[name] as (...args: unknown[]) => Promise<unknown>
    const careless = async (...args: unknown[]): Promise<unknown> => {
      const bytes = Buffer.concat([args[0] as Buffer | Buffer[]].flat())
      return Reflect.apply(write, file, args).catch(() => ({ bytesWritten: bytes.length, buffer: args[0] }))
    }
    Object.assign(file, { [name]: careless })
  }
  return file
}
syncBuiltinESMExports()
