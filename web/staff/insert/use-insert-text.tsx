import { useLayoutEffect, useRef, useState, type InputEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { messageFieldIds } from '../../conversation/MessageFields.tsx'
import type { Draft } from '../../conversation/draft.ts'
import { boxOf, slashAt, type Place } from './put-text.ts'
import { Texts, type About } from './Texts.tsx'
import { useAddDocuments } from './use-add-documents.tsx'

type InsertText = {
  /** For the box of the message: a slash at the start of a word opens the list. */
  onInput: (event: InputEvent<HTMLTextAreaElement>) => void
  /** The same by hand, below the box. */
  tools: ReactNode
  /** Stands outside the message's form: Enter in it chooses, and never sends. Documents go into the draft. */
  renderDialog: (draft: Draft) => ReactNode
}

/** Templates and phrases for a message to this patient: by `/` in the text, or by a button. */
export function useInsertText(about: About): InsertText {
  const t = useTranslations('staffTemplates.insert')
  const documents = useAddDocuments()
  const [place, setPlace] = useState<Place | null>(null)

  function openAtCaret(): void {
    const box = boxOf(messageFieldIds.text)
    setPlace({ start: box?.selectionStart ?? 0, end: box?.selectionEnd ?? 0 })
  }

  const left = useRef<Place | null>(null)
  /** The slash stays. */
  function leave(): void {
    left.current = place
    setPlace(null)
  }
  // Behind the slash stands the caret: the browser gives the box its focus back, but not its place. Before the next key.
  useLayoutEffect(() => {
    const box = boxOf(messageFieldIds.text)
    if (!place && left.current && box && box === document.activeElement) {
      box.setSelectionRange(left.current.end, left.current.end)
    }
    left.current = null
  }, [place])

  return {
    onInput: ({ nativeEvent, currentTarget: { value, selectionStart } }) => {
      const slash = nativeEvent.data === '/' && !nativeEvent.isComposing ? slashAt(value, selectionStart) : null
      if (slash) {
        // After the browser has finished typing: a box that loses the focus in the middle of it types wrongly from then on.
        setTimeout(() => setPlace(slash))
      }
    },
    tools: (
      <>
        <p className="row insert-tools">
          <Button onClick={openAtCaret}>{t('button')}</Button>
          <span className="soft small">{t('hint')}</span>
        </p>
        {documents.notice}
      </>
    ),
    renderDialog: (draft) => (
      <Dialog isOpen={place !== null} onClose={leave} title={t('title')}>
        {place && (
          <Texts
            about={about}
            place={place}
            onClose={() => setPlace(null)}
            addDocuments={(template) => void documents.add(draft, template)}
          />
        )}
      </Dialog>
    ),
  }
}
