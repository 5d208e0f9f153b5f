/**
 * What we use of fontkit 2.0, which has no types of its own, of bidi-js 1.1, whose types hide that the module is the
 * function, and of pdfkit 0.20, whose types are of 0.17.
 */
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

declare module 'fontkit' {
  export type Font = { hasGlyphForCodePoint(codePoint: number): boolean }
  export function create(data: Uint8Array): Font
}

declare namespace PDFKit.Mixins {
  interface PDFFont {
    registerFont(name: string, font: import('fontkit').Font): this
  }
  interface PDFAttachmentOptions {
    /** PDF/A-3 AFRelationship. */
    relationship?: 'Source' | 'Data' | 'Alternative' | 'Supplement' | 'Unspecified'
  }
  interface StructureElementOptions {
    /** What a TH is the header of. */
    scope?: 'Row' | 'Column'
  }
}
