import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { announce } from '../../components/Announcer.tsx'
import { messageFieldIds } from '../../conversation/MessageFields.tsx'
import { Answered } from '../Answered.tsx'
import { ActMenu, type ActItem } from '../keys/Palette.tsx'
import { useMemberCall, useRead } from '../read.ts'
import { boxOf, putText, type Place } from './put-text.ts'

const route = 'GET /api/as/:membershipId/patients/:patientId/insertions'
type Offered = OutputOf<typeof route>
type Text = Offered['items'][number]
/** The template whose words were put in, and of which version. */
export type ChosenTemplate = { templateId: string; version: number; language: Offered['language'] }
/** To whom, and about what. */
export type About = { patientId: string; topicId?: string }

/** What can be put into the message, filled in for this patient, in their language: type some letters, Enter. */
export function Texts(props: {
  about: About
  place: Place
  onClose: () => void
  /** Puts the documents of a template into the draft, beside its words. */
  addDocuments: (template: ChosenTemplate) => void
}): ReactNode {
  const t = useTranslations('staffTemplates.insert')
  const documents = useTranslations('staffTemplateDocuments')
  const memberCall = useMemberCall()
  const answer = useRead(route, props.about)
  // Times in the texts are of this moment: what was read for an earlier one is not offered again.
  const offered = answer.isFetching ? undefined : answer.data

  function choose(key: string): void {
    const text = offered?.items.find((one) => keyOf(one) === key)
    props.onClose()
    if (!text) {
      return
    }
    // After the dialog has given the focus back.
    setTimeout(() => {
      const box = boxOf(messageFieldIds.text)
      if (box) {
        putText(box, props.place, text.text, text.missing)
        announce(text.missing.length > 0 ? t('insertedOpen', { name: text.name }) : t('inserted', { name: text.name }))
      }
    })
    if (text.templateId && text.documents.length > 0) {
      props.addDocuments({ templateId: text.templateId, version: text.version, language: text.language })
    }
    if (text.templateId) {
      // The count is for those who look after templates; a message does not wait for it.
      memberCall('POST /api/as/:membershipId/templates/:templateId/uses', {
        templateId: text.templateId,
        patientId: props.about.patientId,
      }).catch(() => undefined)
    }
  }

  if (answer.error && !offered) {
    return <Answered answer={answer}>{() => null}</Answered>
  }
  return (
    <ActMenu
      label={t('search')}
      items={offered?.items.map((text) => itemOf(text, offered.language)) ?? []}
      isReading={offered === undefined}
      onChoose={choose}
    />
  )

  function itemOf(text: Text, wanted: Offered['language']): ActItem {
    const from = t(`from.${text.scope ?? 'phrase'}`)
    const inLanguage = text.language === wanted ? from : t(`only.${text.language}`, { from })
    return {
      id: keyOf(text),
      label: text.name,
      hint: text.isReviewDue ? t('fromDue', { from: inLanguage }) : inLanguage,
      detail:
        text.documents.length > 0
          ? documents('with', { count: text.documents.length, text: beginningOf(text.text) })
          : beginningOf(text.text),
    }
  }
}

/** Enough to know it by; whoever listens to the list hears all of it. */
function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const characters = [...line]
  return characters.length <= shownCharacters ? line : `${characters.slice(0, shownCharacters).join('')}…`
}
const shownCharacters = 140

function keyOf({ templateId, phrase }: Text): string {
  return templateId ?? `phrase ${phrase}`
}
