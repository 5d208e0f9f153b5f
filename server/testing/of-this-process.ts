/** Of what was started once for each process that runs tests: that of this one. */
export function ofThisProcess<T>(all: readonly T[]): T {
  const own = all[Number(process.env['VITEST_POOL_ID']) - 1]
  if (own === undefined) {
    throw new Error('nothing was started for this process')
  }
  return own
}
