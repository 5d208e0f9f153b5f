/** The patient's addresses, by name. */
export const routes = {} as const
