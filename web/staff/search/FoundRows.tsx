import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Time } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import { useYearsWords } from '../queue/due.ts'
import { Marked } from './Marked.tsx'
import { foundElementId } from './use-found-keys.ts'
import { foundId, type Found } from './use-search.ts'

type Props = {
  items: readonly Found[]
  openId: string | undefined
  onFocus: (id: string) => void
  more: { show: () => void; isReading: boolean } | undefined
}

/** What was found, the newest first. */
export function FoundRows({ items, openId, onFocus, more }: Props): ReactNode {
  const t = useTranslations('staffSearch.found')
  const common = useTranslations('common.buttons')
  return (
    <>
      <ul className="queue plain-list" aria-label={t('label')}>
        {items.map((item) => (
          <Row
            key={foundId(item)}
            item={item}
            isOpen={foundId(item) === openId}
            onFocus={() => onFocus(foundId(item))}
          />
        ))}
      </ul>
      {more && (
        <p>
          <Button onClick={more.show} isBusy={more.isReading}>
            {common('showMore')}
          </Button>
        </p>
      )}
    </>
  )
}

function Row({ item, isOpen, onFocus }: { item: Found; isOpen: boolean; onFocus: () => void }): ReactNode {
  const t = useTranslations('staffSearch.found')
  const staff = useTranslations('staff')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const yearsWords = useYearsWords()
  const authorWords = useAuthorWords()
  const { conversation, patient, excerpt } = item
  return (
    <li className="queue-row found-row" data-open={isOpen || undefined}>
      <p className="row-patient">
        <Link
          id={foundElementId(item)}
          to={addresses.found(conversation.id, item.messageId)}
          look="plain"
          aria-current={isOpen ? 'true' : undefined}
          onFocus={onFocus}
        >
          <span className="row-name">{patient.name}</span> <span className="soft">{yearsWords(patient.birthDate)}</span>
        </Link>
      </p>
      <p className="row-due">
        <Time at={item.at} />
      </p>
      <p className="row-about">
        <span className="row-topic">{conversation.topic[language]}</span>
        {conversation.subject !== '' && (
          <span className="row-subject">
            <Marked text={conversation.subject} marks={item.subjectMarks} />
          </span>
        )}
      </p>
      <p className="found-excerpt" dir="auto">
        <Marked text={excerpt.text} marks={excerpt.marks} />
      </p>
      <p className="found-facts soft small">
        <span>{authorWords(item.author)}</span>
        <span>
          {conversation.outcome === null
            ? t('open')
            : t('closed', { outcome: staff(`outcomes.${conversation.outcome}`) })}
        </span>
        {item.hasAttachment && (
          <span className="flag">
            <Icon name="clip" /> {staff('flags.attachment')}
          </span>
        )}
      </p>
    </li>
  )
}

function useAuthorWords(): (author: Found['author']) => string {
  const t = useTranslations('staffSearch.found')
  const { id } = useMembership()
  return (author) => {
    if (author.id === id) {
      return t('mine')
    }
    return author.kind === 'system' ? t('clinic') : t('from', { name: author.name })
  }
}
