import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useAct } from '../use-act.ts'

type Named = { id: string; name: string }
type Props = { conversation: { id: string }; inbox: Named; colleagues: readonly Named[] }

/** Gives a conversation that nobody has to its inbox or to a colleague. */
export function GiveOrphan({ conversation, inbox, colleagues }: Props): ReactNode {
  const t = useTranslations('staffOrphans')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { run, isBusy, problem } = useAct()
  const [chosen, setChosen] = useState('')
  const options = [
    { value: '', label: t('theInbox', { name: inbox.name }) },
    ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
  ]

  async function give(): Promise<void> {
    const given = await run(() =>
      memberCall('PUT /api/as/:membershipId/orphans/:conversationId/owner', {
        conversationId: conversation.id,
        ...(chosen !== '' && { practitionerId: chosen }),
      }),
    )
    if (given) {
      announce(t('given', { name: options.find(({ value }) => value === chosen)?.label ?? '' }))
    }
    // Refused, a colleague may have been faster: what is on the screen is out of date either way.
    await readAgain(['GET /api/as/:membershipId/orphans', 'GET /api/as/:membershipId/practice'])
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <Select
        id={`who-${conversation.id}`}
        label={t('who')}
        options={options}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      />
      {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
      <p>
        <Button type="submit" isBusy={isBusy}>
          {t('give')}
        </Button>
      </p>
    </form>
  )
}
