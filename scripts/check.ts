import { spawnSync } from 'node:child_process'

/** Everything that must hold, in the order in which it is quickest to learn that it does not. `npm test -- NAME …` runs some. */
const steps: [name: string, command: string, args: string[]][] = [
  ['types: shared', 'tsc', ['-p', 'shared']],
  ['types: server', 'tsc', ['-p', 'server']],
  ['types: web', 'tsc', ['-p', 'web']],
  ['types: e2e', 'tsc', ['-p', 'e2e']],
  [
    'format',
    'oxfmt',
    ['--check', 'server', 'shared', 'web', 'scripts', 'e2e', 'bench', 'proof', '--no-error-on-unmatched-pattern'],
  ],
  [
    'lint and import rules',
    'oxlint',
    ['--type-aware', '--quiet', 'server', 'shared', 'web', 'scripts', 'e2e', 'bench', 'proof'],
  ],
  ['contract', 'node', ['scripts/openapi.ts', '--check']],
  ['security standard', 'node', ['scripts/asvs.ts']],
  ['configuration', 'node', ['scripts/config-table.ts', '--check']],
  ['web build', 'node', ['scripts/build-web.ts']],
  ['first view', 'node', ['scripts/bundle-size.ts']],
  ['policy', 'node', ['proof/policy/main.ts', '--quick', 'cells', 'worlds']],
  ['tests', 'vitest', ['run']],
  ['faults, the short selection', 'node', ['proof/faults/main.ts', '--quick']],
  ['browser journeys', 'vitest', ['run', '-c', 'e2e/vitest.config.ts']],
]

const wanted = process.argv.slice(2)
for (const [name, command, args] of steps.filter(
  ([step]) => wanted.length === 0 || wanted.some((w) => step.includes(w)),
)) {
  const startedAt = Date.now()
  const { status } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  if (status !== 0) {
    process.exit(1)
  }
}
