import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { useActProblemWords } from '../desk/act-words.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useDone, type Done } from '../undo.tsx'
import { useAct } from '../use-act.ts'

/** What was just done, until the next thing is done or it is put away; with a way back where there is one. */
export function DoneBar(): ReactNode {
  const t = useTranslations('staff.frame')
  const { done, clear } = useDone()

  useEffect(() => {
    if (done) {
      announce(done.words)
    }
  }, [done])

  return (
    done && (
      <section className="done-place screen-only" aria-label={t('lastDone')}>
        <Bar done={done} key={done.words} onEnd={clear} />
      </section>
    )
  )
}

function Bar({ done, onEnd }: { done: Done; onEnd: () => void }): ReactNode {
  const t = useTranslations('common.buttons')
  const keys = useTranslations('staff.keys')
  const problemWords = useActProblemWords()
  const { run, isBusy, problem } = useAct()
  const { undo } = done

  async function takeBack(): Promise<void> {
    await run(async () => {
      await undo?.()
      onEnd()
    })
  }

  useShortcuts(undo ? [{ keys: 'z', label: keys('undo'), run: () => void takeBack() }] : [])

  return (
    <div className="done-bar">
      <Icon name="success" />
      <p>{problem ? problemWords(problem) : done.words}</p>
      {undo && (
        <Button onClick={() => void takeBack()} isBusy={isBusy}>
          {t('undo')}
        </Button>
      )}
      <Button look="quiet" onClick={onEnd} aria-label={t('close')}>
        <Icon name="close" />
      </Button>
    </div>
  )
}
