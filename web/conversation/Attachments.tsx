import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { attachmentUrl } from '../api/upload.ts'
import { Icon } from '../components/Icon.tsx'
import { useFileSize } from '../components/file-size.ts'
import type { Attachment } from './types.ts'
import './Attachments.css'

/** The files of a message: a small picture or a player where there is one, the name, the size, and a way to take it. */
export function Attachments(props: { membershipId: string; attachments: readonly Attachment[] }): ReactNode {
  const t = useTranslations('conversation.files')
  return (
    <ul className="attachments plain-list" aria-label={t('listLabel')}>
      {props.attachments.map((attachment) => (
        <li className="attachment" key={attachment.id}>
          <OneAttachment membershipId={props.membershipId} attachment={attachment} />
        </li>
      ))}
    </ul>
  )
}

function OneAttachment({ membershipId, attachment }: { membershipId: string; attachment: Attachment }): ReactNode {
  const t = useTranslations('conversation.files')
  const sizeWords = useFileSize()
  const { id, fileName, status, refusal } = attachment
  const isThere = status === 'clean' || status === 'unscanned'
  return (
    <>
      {isThere ? <Preview membershipId={membershipId} attachment={attachment} /> : <Icon name="file" />}
      <div className="attachment-words">
        <p className="attachment-name">
          {isThere ? (
            <a
              href={attachmentUrl(membershipId, id)}
              download={fileName}
              aria-label={t('download', { name: fileName })}
            >
              {fileName}
            </a>
          ) : (
            fileName
          )}{' '}
          <span className="soft small no-wrap">{sizeWords(attachment.sizeBytes)}</span>
        </p>
        {status !== 'clean' && <p className="soft small">{t(`status.${status}`)}</p>}
        {refusal && <p className="small">{t(`refusal.${refusal}`)}</p>}
      </div>
    </>
  )
}

/** Nothing is fetched but the small picture until the reader asks for the rest. */
function Preview({ membershipId, attachment }: { membershipId: string; attachment: Attachment }): ReactNode {
  const t = useTranslations('conversation.files')
  const { id, fileName, kind, hasThumbnail } = attachment
  const original = attachmentUrl(membershipId, id)
  switch (kind) {
    case 'image':
    case 'document':
      return hasThumbnail ? (
        <a className="attachment-picture" href={original} target="_blank" rel="noreferrer">
          <img src={attachmentUrl(membershipId, id, 'thumbnail')} alt={t('open', { name: fileName })} loading="lazy" />
        </a>
      ) : (
        <Icon name="file" />
      )
    // What people record has no captions to show.
    case 'audio':
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      return <audio controls preload="none" src={original} aria-label={t('play', { name: fileName })} />
    case 'video':
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      return <video controls preload="none" src={original} aria-label={t('play', { name: fileName })} />
    default:
      return kind satisfies never
  }
}
