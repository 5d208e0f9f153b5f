import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/controls.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useMemberCall, useRead } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useConversationAgain, type Worked } from './use-conversation.ts'

/** The labels of a conversation, to be put on and taken off; nothing where the clinic has none. */
export function Labels({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffRules.onConversation')
  const { language } = useLanguage()
  const { problemWords } = useProblemWords()
  const { put, take, isBusy, problem } = useLabelActs(conversation.id)
  const { data } = useRead('GET /api/as/:membershipId/labels', {})
  const [chosen, setChosen] = useState('')
  const { labelIds } = conversation.work
  const mayChange = conversation.can.note
  const known = (data?.items ?? []).map(({ id, name, isOffered }) => ({ id, name: name[language], isOffered }))
  const on = known.filter(({ id }) => labelIds.includes(id))
  const offered = known.filter(({ id, isOffered }) => isOffered && !labelIds.includes(id))
  const toPut = offered.find(({ id }) => id === chosen) ?? offered[0]
  if (on.length === 0 && offered.length === 0) {
    return null
  }
  return (
    <section className="sheet" aria-labelledby="labels">
      <h2 id="labels">{t('title')}</h2>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      {on.length === 0 && <p className="soft">{t('none')}</p>}
      <ul className="plain-list desk-labels">
        {on.map((label) => (
          <li key={label.id}>
            {label.name}
            {mayChange && (
              <Button look="quiet" aria-label={t('take', { name: label.name })} onClick={() => void take(label)}>
                <Icon name="close" />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && toPut && (
        <form
          className="row desk-label-form screen-only"
          onSubmit={(event) => {
            event.preventDefault()
            void put(toPut)
          }}
        >
          <Select
            label={t('add')}
            value={toPut.id}
            onChange={(event) => setChosen(event.target.value)}
            options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button type="submit" isBusy={isBusy}>
            {t('put')}
          </Button>
        </form>
      )}
    </section>
  )
}

type Named = { id: string; name: string }

/** Each tells what was done, and how to take it back. */
function useLabelActs(conversationId: string) {
  const t = useTranslations('staffRules.onConversation')
  const memberCall = useMemberCall()
  const { tell } = useDone()
  const again = useConversationAgain(conversationId)
  const { run, isBusy, problem } = useAct()
  const route = 'api/as/:membershipId/conversations/:conversationId/labels/:labelId'
  const putOn = (labelId: string) => memberCall(`PUT /${route}`, { conversationId, labelId })
  const takeOff = (labelId: string) => memberCall(`DELETE /${route}`, { conversationId, labelId })
  return {
    isBusy,
    problem,
    put: ({ id, name }: Named) =>
      run(async () => {
        await putOn(id).finally(again)
        tell({ words: t('didPut', { name }), undo: () => takeOff(id).finally(again) })
      }),
    take: ({ id, name }: Named) =>
      run(async () => {
        await takeOff(id).finally(again)
        tell({ words: t('didTake', { name }), undo: () => putOn(id).finally(again) })
      }),
  }
}
