import type { FiledAttachment } from './filed-conversation.ts'

/** The data file beside the PDF, and within it. */
export const bundleFileName = 'bundle.json'
export const recordFileName = 'record.pdf'

/**
 * Where an attachment lies in the record's folder, such as "attachments/<id>.jpg"; undefined for a file that is not
 * filed. The name has the id alone: people put names and health numbers into file names.
 */
export function attachmentPath(attachment: FiledAttachment): string | undefined {
  switch (attachment.status) {
    case 'clean':
    case 'unscanned':
      return `attachments/${attachment.id}.${extensions[attachment.mediaType] ?? 'bin'}`
    case 'receiving':
    case 'quarantined':
    case 'rejected':
    case 'removed':
      return undefined
    default:
      return attachment.status satisfies never
  }
}

const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
}
