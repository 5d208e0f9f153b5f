/** What we use of fontkit 2.0, which has no types of its own, and of bidi-js 1.1, whose types hide that the module is the function. */
declare module 'fontkit' {
  export type Font = { hasGlyphForCodePoint(codePoint: number): boolean }
  export function create(data: Uint8Array): Font
}

declare module 'bidi-js' {
  type EmbeddingLevels = { levels: Uint8Array; paragraphs: { level: number }[] }
  type Bidi = {
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl'): EmbeddingLevels
    getMirroredCharactersMap(text: string, levels: Uint8Array): Map<number, string>
    getReorderedIndices(text: string, levels: EmbeddingLevels): number[]
  }
  function bidiFactory(): Bidi
  export = bidiFactory
}
