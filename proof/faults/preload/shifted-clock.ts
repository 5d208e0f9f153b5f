// Loaded by the harness alone, before the server's own code (node --import): the clock of this process is as far ahead of the
// machine's as the harness says. Timers and performance.now() go on as they were, as on a machine whose clock is set.
const Real = Date
let aheadMs = 0

process.on('message', (message: { aheadMs?: number }) => {
  if (typeof message.aheadMs === 'number') {
    aheadMs = message.aheadMs
    process.send?.({ aheadMs })
  }
})
// The line to the harness keeps no process alive.
process.channel?.unref()

globalThis.Date = new Proxy(Real, {
  construct: (target, given: unknown[], self) =>
    Reflect.construct(target, given.length === 0 ? [Real.now() + aheadMs] : given, self) as Date,
  apply: () => new Real(Real.now() + aheadMs).toString(),
  get: (target, name) =>
    name === 'now' ? () => Real.now() + aheadMs : (Reflect.get(target, name) as DateConstructor[keyof DateConstructor]),
})
