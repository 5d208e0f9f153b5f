// A bug, planted by the harness alone: a restore that leaves no note of having begun, so that what is half there looks whole.
import { promises as fs } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const writeFile = fs.writeFile as (...args: unknown[]) => Promise<void>
fs.writeFile = (async (...args: unknown[]) =>
  String(args[0]).endsWith('/RESTORING') ? undefined : writeFile(...args)) as typeof fs.writeFile
const remove = fs.rm
fs.rm = (path, options) => remove(path, { ...options, force: true })
syncBuiltinESMExports()
