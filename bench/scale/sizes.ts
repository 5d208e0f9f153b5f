/** Practices of the load model with ten years behind them, as busy as its heavy column has it. */
export type Size = {
  practices: number
  /** Of each practice, as all that follows. */
  patients: number
  clinicians: number
  staff: number
  /** About as many: conversations are as long as they turn out. */
  messages: number
  /** Acts in the log. What a message sets off in its life is 25; as many of these are kept as there is room for. */
  acts: number
  days: number
}

const tenYears = 3_650

export const sizes: Record<string, Size> = {
  // Shows that the loader and what measures on it work.
  tiny: { practices: 1, patients: 40, clinicians: 2, staff: 2, messages: 2_000, acts: 4_000, days: 120 },
  S: { practices: 1, patients: 1_500, clinicians: 1, staff: 3, messages: 100_000, acts: 500_000, days: tenYears },
  M: { practices: 1, patients: 16_000, clinicians: 9, staff: 25, messages: 1_000_000, acts: 500_000, days: tenYears },
  L: { practices: 20, patients: 5_000, clinicians: 3, staff: 8, messages: 312_500, acts: 100_000, days: tenYears },
}

/** Rows of one practice have numbers of their own, so that ids differ between practices. */
export const numbersEach = 10_000_000
