/** Faults that change nothing anybody can observe, each by its name (mutate.ts) with the reason. */
export const equivalents: Record<string, string> = {}
