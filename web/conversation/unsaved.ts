/**
 * Drafts with words that the server does not have yet. Apart from the drafts themselves: to sign out, on every page, is to save
 * them and no more.
 */
export const unsaved = new Set<{ save: () => Promise<boolean> }>()

/** Saves what is not saved yet, wherever it is being written; false when some of it could not be. Before signing out. */
export async function saveDrafts(): Promise<boolean> {
  const results = await Promise.all([...unsaved].map((draft) => draft.save()))
  return results.every(Boolean)
}
