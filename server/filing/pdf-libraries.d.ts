/** What we use of fontkit 2.0, which has no types of its own, and of pdfkit 0.20, whose types are of 0.17. */
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
