import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'server/**/*.test.ts',
      'web/**/*.test.ts',
      'scripts/**/*.test.ts',
      'proof/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    globalSetup: ['server/testing/cluster.ts'],
    pool: 'forks',
    // A process for several files and not one for each: the program's modules are read once, which takes longer than most files do.
    isolate: false,
    // A test waits for its database half of the time, so that two share two processors well; each process has a database.
    maxWorkers: Math.min(4, Math.max(2, availableParallelism() - 1)),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
