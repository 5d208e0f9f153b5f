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
    // A process for each core and not for each file: the program's modules are read once, which takes longer than most files do.
    isolate: false,
    // On two cores one would be the default, which waits for the database half of its time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
