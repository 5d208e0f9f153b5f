import { defineConfig } from 'vitest/config'

/** What people do, in a real browser: components alone, and journeys through the demonstration. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/demo.ts'],
    setupFiles: ['e2e/close-pages.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    // What is waited for comes when the machine gets to it.
    expect: { poll: { timeout: 15_000 } },
    // A browser on a busy machine misses a moment now and then; a journey that fails twice is a fault.
    retry: 1,
    hookTimeout: 120_000,
  },
})
