/**
 * Puts a file into the PDF as what the whole document was made from (ISO 19005-3, 6.8). pdfkit's own `file()` writes the
 * checksum as text, where ISO 32000-1, 7.11.4.1 has its bytes; it may be left out, and the record prints a better one.
 */
export function attachFile(
  doc: PDFKit.PDFDocument,
  bytes: Uint8Array,
  about: { name: string; mediaType: string; description: string; at: Date },
): void {
  const { name, mediaType, description, at } = about
  const file = doc.ref({
    Type: 'EmbeddedFile',
    Subtype: mediaType.replace('/', '#2F'),
    Params: { CreationDate: at, ModDate: at, Size: bytes.length },
  })
  file.end(bytes)
  // pdfkit takes a String object for text, and a string for a name of PDF's own.
  const text = (words: string) => Object(words) as string
  const specification = doc.ref({
    Type: 'Filespec',
    AFRelationship: 'Data',
    F: text(name),
    UF: text(name),
    Desc: text(description),
    EF: { F: file },
  })
  specification.end()
  doc.addNamedEmbeddedFile(name, specification)
  // The catalog, for which pdfkit has no other name.
  // oxlint-disable-next-line no-underscore-dangle
  doc._root.data['AF'] = [specification]
}
