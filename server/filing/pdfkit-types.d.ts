/** What pdfkit 0.20 has and its types, of 0.17, do not. */
import type { Font } from 'fontkit'

declare global {
  namespace PDFKit {
    interface PDFKitReference {
      end(): void
    }
    interface PDFDocument {
      /** The catalog. */
      readonly _root: { data: Record<string, unknown> }
    }
  }
  namespace PDFKit.Mixins {
    interface PDFFont {
      registerFont(name: string, font: Font): this
    }
    interface StructureElementOptions {
      /** What a TH is the header of. */
      scope?: 'Row' | 'Column'
    }
  }
}
