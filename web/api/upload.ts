import type { WireResultOf } from '../../shared/endpoint.ts'
import type { Api } from '../../shared/api/index.ts'
import { noteReach } from './connection.ts'
import { localProblem, problemFrom } from './problem.ts'

export type Attachment = WireResultOf<Api['uploadAttachment']>

/** Streams one file into a draft. Repeating it with the same attachmentId does no harm. */
export function upload(
  { membershipId, draftId, attachmentId }: { membershipId: string; draftId: string; attachmentId: string },
  ...[file, onProgress, signal]: Sending
): Promise<Attachment> {
  return stream(`/api/as/${membershipId}/drafts/${draftId}/attachments/${attachmentId}`, file, onProgress, signal)
}

/** Streams one document for a template, which may not be saved yet. */
export function uploadDocument(
  { membershipId, templateId, documentId }: { membershipId: string; templateId: string; documentId: string },
  ...[file, onProgress, signal]: Sending
): Promise<Attachment> {
  return stream(`/api/as/${membershipId}/templates/${templateId}/documents/${documentId}`, file, onProgress, signal)
}

type Sending = [file: File, onProgress: (fraction: number) => void, signal: AbortSignal]

/**
 * Sends the bytes, telling the part sent so far (0 to 1). XMLHttpRequest, because fetch cannot tell it.
 */
function stream(address: string, ...[file, onProgress, signal]: Sending): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    request.open('PUT', address)
    request.setRequestHeader('x-threadwell', '1')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name.toWellFormed()))
    request.upload.addEventListener('progress', (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0))
    request.addEventListener('load', () => {
      noteReach(true)
      if (request.status >= 300) {
        reject(problemFrom(request.status, request.responseText, request.getResponseHeader('retry-after')))
        return
      }
      resolve(JSON.parse(request.responseText) as Attachment)
    })
    request.addEventListener('error', () => {
      noteReach(false)
      reject(localProblem(navigator.onLine ? 'unreachable' : 'offline'))
    })
    request.addEventListener('abort', () => reject(localProblem('stopped')))
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop))
    signal.addEventListener('abort', stop)
    request.send(file)
  })
}

/** Where the bytes of a clean attachment are, for links, pictures and players. */
export function attachmentUrl(
  membershipId: string,
  attachmentId: string,
  variant: 'original' | 'thumbnail' = 'original',
): string {
  return `/api/as/${membershipId}/attachments/${attachmentId}/content?variant=${variant}`
}

/** Where the bytes of a template's document are. */
export function documentUrl(membershipId: string, templateId: string, documentId: string): string {
  return `/api/as/${membershipId}/templates/${templateId}/documents/${documentId}/content`
}
