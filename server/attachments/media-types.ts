/** The files a message may carry, and the file-name endings each goes by; the first ending is the one we write. */
export const mediaTypes = {
  'image/jpeg': { kind: 'image', family: 'picture', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  'image/png': { kind: 'image', family: 'picture', extensions: ['png'] },
  'image/webp': { kind: 'image', family: 'picture', extensions: ['webp'] },
  'image/heic': { kind: 'image', family: 'picture', extensions: ['heic', 'heif', 'hif'] },
  'application/pdf': { kind: 'document', family: 'pdf', extensions: ['pdf'] },
  'text/plain': { kind: 'document', family: 'text', extensions: ['txt', 'text'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    kind: 'document',
    family: 'docx',
    extensions: ['docx'],
  },
  'audio/mpeg': { kind: 'audio', family: 'mp3', extensions: ['mp3'] },
  'audio/mp4': { kind: 'audio', family: 'mp4', extensions: ['m4a'] },
  'audio/wav': { kind: 'audio', family: 'wav', extensions: ['wav', 'wave'] },
  'audio/ogg': { kind: 'audio', family: 'ogg', extensions: ['ogg', 'oga', 'opus'] },
  'video/mp4': { kind: 'video', family: 'mp4', extensions: ['mp4', 'm4v'] },
  'video/quicktime': { kind: 'video', family: 'mp4', extensions: ['mov', 'qt'] },
  'video/webm': { kind: 'video', family: 'webm', extensions: ['webm'] },
} as const satisfies Record<string, MediaTypeFacts>

export type MediaType = keyof typeof mediaTypes
export type ImageMediaType = { [T in MediaType]: (typeof mediaTypes)[T]['kind'] extends 'image' ? T : never }[MediaType]
export type MediaKind = 'image' | 'document' | 'audio' | 'video'

/** Why a file may not come in; stable codes, for the wire and the locales. */
export type MediaRefusal =
  | 'empty'
  | 'not-allowed'
  | 'extension-mismatch'
  | 'markup'
  | 'damaged'
  | 'encrypted'
  | 'active-content'
  | 'unpacks-too-large'

type MediaTypeFacts = { kind: MediaKind; family: string; extensions: readonly string[] }

/** Whether a file-name ending (lower case, no dot) belongs to the same family as the content: photo.jpg may hold a PNG, not a PDF. */
export function extensionAgrees(extension: string, mediaType: MediaType): boolean {
  const family = mediaTypes[mediaType].family
  return Object.values<MediaTypeFacts>(mediaTypes).some(
    (facts) => facts.family === family && facts.extensions.includes(extension),
  )
}
