/** What pdfkit 0.20 has and its types, of 0.17, do not. */
import type { Font } from 'fontkit'

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      registerFont(name: string, font: Font): this
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
}
