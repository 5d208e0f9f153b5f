import type { Binary, Extension } from '@medplum/fhirtypes'
import { attachmentPath } from '../filing/attachment-path.ts'
import type { FiledAttachment } from '../filing/filed-conversation.ts'
import { binaryId } from './document-reference.ts'
import { extension } from './systems.ts'

/** FHIR JSON puts the extensions of a primitive beside it, under its name with an underscore. */
export type BinaryByFile = Binary & { _data: { extension: Extension[] } }

/**
 * FHIR R4 Binary whose bytes lie in a file of the same folder: `data` holds the path, size and SHA-256 in place of the
 * bytes, so that a 25 MB video is not in the chart twice. Undefined for a file that is not filed.
 */
export function toBinary(attachment: FiledAttachment): BinaryByFile | undefined {
  const path = attachmentPath(attachment)
  if (!path) {
    return undefined
  }
  const file = extension('file', {
    extension: [
      { url: 'path', valueUrl: path },
      { url: 'sizeBytes', valueUnsignedInt: attachment.sizeBytes },
      { url: 'sha256', valueString: attachment.sha256 },
    ],
  })
  return {
    resourceType: 'Binary',
    id: binaryId(attachment),
    contentType: attachment.mediaType,
    _data: { extension: [file] },
  }
}
