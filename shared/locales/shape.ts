/**
 * The same keys as the English catalogue, each holding a text of its own:
 * `export const reply = { … } as const satisfies Translated<typeof english>`.
 */
export type Translated<Catalogue> = {
  readonly [Key in keyof Catalogue]: Catalogue[Key] extends string ? string : Translated<Catalogue[Key]>
}
