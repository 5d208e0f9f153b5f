import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { headOf, nameOf, type Other, partsOf } from '../../conversation/merged.ts'
import type { Conversation } from '../../conversation/types.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import { useAct } from '../use-act.ts'
import { useMergeActs, useMergeProblemWords } from './use-merge-acts.ts'
import { useMarkRead } from './use-mark-read.ts'
import type { Worked } from './use-conversation.ts'

type Props = { conversation: Worked; parts: readonly Conversation[]; isMissing: boolean }

/** What is read here together, or where this is read; and taking it apart again. */
export function Merged({ conversation, parts, isMissing }: Props): ReactNode {
  const t = useTranslations('staffMerge')
  const merged = useTranslations('merged')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const head = headOf(conversation)
  const earlier = (other: Other) =>
    parts.some(({ id, before }) => id === other.id && before !== null) && (
      <p>
        <Link to={addresses.conversation(other.id)}>{merged('earlier', { name: nameOf(other, language) })}</Link>
      </p>
    )
  return (
    <>
      {partsOf(conversation).map((other) => (
        <Notice key={other.id} kind="info" heading={t('holds', { name: nameOf(other, language) })}>
          {earlier(other)}
          {conversation.can.merge && <Apart headId={conversation.id} partId={other.id} other={other} />}
        </Notice>
      ))}
      {head && (
        <Notice kind="info" heading={head.other ? t('isPartOf', { name: nameOf(head.other, language) }) : t('isPart')}>
          {head.other && (
            <>
              <p>
                <Link to={addresses.conversation(head.other.id)}>
                  {t('open', { name: nameOf(head.other, language) })}
                </Link>
              </p>
              {conversation.can.merge && <Apart headId={head.other.id} partId={conversation.id} other={conversation} />}
            </>
          )}
        </Notice>
      )}
      {isMissing && (
        <Notice kind="urgent" isNew>
          {merged('unread')}
        </Notice>
      )}
      {parts.map((part) => (
        <PartRead key={part.id} part={part} />
      ))}
    </>
  )
}

function Apart({
  headId,
  partId,
  other,
}: {
  headId: string
  partId: string
  other: Pick<Other, 'subject' | 'topic'>
}): ReactNode {
  const t = useTranslations('staffMerge')
  const { language } = useLanguage()
  const { takeApart } = useMergeActs()
  const { run, isBusy, problem } = useAct()
  const problemWords = useMergeProblemWords()
  const name = nameOf(other, language)
  return (
    <>
      <Button
        onClick={() => void run(() => takeApart(headId, partId, name))}
        isBusy={isBusy}
        aria-label={t('apartWhat', { name })}
      >
        {t('apart')}
      </Button>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
    </>
  )
}

/** Whoever has it on the screen here has read it. */
function PartRead({ part }: { part: Conversation }): ReactNode {
  useMarkRead({
    id: part.id,
    sequence: part.messages.at(-1)?.sequence ?? 0,
    isRestricted: part.work?.isRestricted ?? true,
  })
  return null
}
