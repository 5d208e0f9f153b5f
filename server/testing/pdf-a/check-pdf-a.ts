// A checker of PDF/A-3a (ISO 19005-3:2012, level A) for the PDFs that we write. It reads the file by itself, knows what our
// records are made of and refuses what it does not know, so that a new thing in a record brings its check along. It is not
// veraPDF: docs/record-pdf.md says what it does not see.
import { checkAttachments } from './check-attachments.ts'
import { checkDrawing, checkOutputIntent } from './check-colour.ts'
import { checkFonts } from './check-fonts.ts'
import { checkMetadata } from './check-metadata.ts'
import { checkStructure } from './check-structure.ts'
import { checkAbsent, checkValues } from './check-values.ts'
import type { Finding } from './findings.ts'
import { pagesOf } from './page-content.ts'
import { parsePdf } from './parse-pdf.ts'
import { PdfSyntaxError } from './read-tokens.ts'

/** What the file does against the standard; nothing for one that passes. */
export function checkPdfA(pdf: Buffer): Finding[] {
  const findings: Finding[] = []
  const report = (clause: string, says: string): void => {
    findings.push({ clause, says })
  }
  try {
    const file = parsePdf(pdf)
    const pages = pagesOf(file)
    checkValues(file, report)
    checkAbsent(file, pages, report)
    const space = checkOutputIntent(file, report)
    pages.forEach((page) => checkDrawing(file, page, space, report))
    checkFonts(file, pages, report)
    checkMetadata(file, report)
    checkStructure(file, pages, report)
    checkAttachments(file, report)
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) {
      throw error
    }
    report('6.1', error.message)
  }
  return findings
}
