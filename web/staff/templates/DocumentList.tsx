import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { documentUrl } from '../../api/upload.ts'
import { useFileSize } from '../../components/file-size.ts'
import { useMembership } from '../membership.tsx'
import type { Document } from './template-answers.ts'

/** The documents of a text, each to be opened once it was looked at. */
export function DocumentList(props: { templateId: string; documents: readonly Document[] }): ReactNode {
  const t = useTranslations('staffTemplateDocuments')
  const files = useTranslations('conversation.files')
  const { id: membershipId } = useMembership()
  const sizeWords = useFileSize()
  if (props.documents.length === 0) {
    return null
  }
  return (
    <ul className="plain-list" aria-label={t('listLabel')}>
      {props.documents.map(({ id, fileName, sizeBytes, status }) => (
        <li key={id}>
          {status === 'clean' || status === 'unscanned' ? (
            <a
              href={documentUrl(membershipId, props.templateId, id)}
              download={fileName}
              aria-label={t('open', { name: fileName })}
            >
              {fileName}
            </a>
          ) : (
            <>
              {fileName} <span className="soft small">{files(`ownStatus.${status}`)}</span>
            </>
          )}{' '}
          <span className="soft small no-wrap">{sizeWords(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  )
}
