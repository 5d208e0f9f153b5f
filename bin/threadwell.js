#!/usr/bin/env node
// Runs server/main.ts with the Node that npm installed, whatever Node started this file; so it must parse on Node 18.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../server/main.ts', import.meta.url))
const installedNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 26

if (!isNewEnough && !existsSync(installedNode)) {
  console.error('Threadwell needs Node 26. Run "npm ci" in its directory, or install Node 26.')
  process.exit(1)
}

const child = spawn(isNewEnough ? process.execPath : installedNode, [main, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal))
}
child.on('error', (error) => {
  console.error(`Threadwell cannot start ${installedNode}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
