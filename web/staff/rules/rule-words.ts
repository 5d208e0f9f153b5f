import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { asksNothing, type Rule } from '../../../shared/rules.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { AllNamed } from './named.ts'

/** What a rule asks for and does, a whole sentence for each part of it. */
export function useRuleWords({ nameOf }: AllNamed): (rule: Rule) => { conditions: string[]; acts: string[] } {
  const t = useTranslations('staffRules')
  const { language } = useLanguage()
  const either = new Intl.ListFormat(languageTag(language), { type: 'disjunction' })
  const both = new Intl.ListFormat(languageTag(language), { type: 'conjunction' })
  const names = (ids: readonly string[]) => ids.map((id) => nameOf.get(id) ?? t('gone'))
  const quoted = (words: string) => (language === 'fr' ? `«\u00a0${words}\u00a0»` : `“${words}”`)

  /** Not everybody who reads rules may read templates. */
  const templateName = (name: string | undefined) =>
    name === undefined ? { isNamed: 'no', name: '' } : { isNamed: 'yes', name }

  function ageWords({ ageFrom, ageTo }: Rule['when']): string[] {
    if (ageFrom !== null && ageTo !== null) {
      return [t('conditions.ageBetween', { from: String(ageFrom), to: String(ageTo) })]
    }
    return [
      ...(ageFrom === null ? [] : [t('conditions.ageFrom', { from: ageFrom })]),
      ...(ageTo === null ? [] : [t('conditions.ageTo', { to: ageTo })]),
    ]
  }

  return (rule) => {
    const { when, does, stops } = rule
    const conditions = [
      ...(asksNothing(rule) ? [t('conditions.everything')] : []),
      ...(when.topicIds.length === 0 ? [] : [t('conditions.topics', { names: either.format(names(when.topicIds)) })]),
      ...(when.words.length === 0
        ? []
        : [t(`conditions.words.${when.wordsIn}`, { words: either.format(when.words.map(quoted)) })]),
      ...(when.files === null ? [] : [t(`conditions.files.${when.files}`)]),
      ...(when.language === null ? [] : [t(`conditions.language.${when.language}`)]),
      ...ageWords(when),
      ...(when.usualPractitionerIds.length === 0
        ? []
        : [t('conditions.usual', { names: either.format(names(when.usualPractitionerIds)) })]),
      ...(when.hours === null ? [] : [t(`conditions.hours.${when.hours}`)]),
    ]
    const acts = [
      ...(does.careTeamId === null ? [] : [t('acts.inbox', { name: names([does.careTeamId])[0] ?? '' })]),
      ...(does.practitionerId === null ? [] : [t('acts.person', { name: names([does.practitionerId])[0] ?? '' })]),
      ...(does.isUrgent ? [t('acts.urgent')] : []),
      ...(does.labelIds.length === 0 ? [] : [t('acts.labels', { names: both.format(names(does.labelIds)) })]),
      ...(does.reply === null
        ? []
        : [
            t(does.reply.asksForMore ? 'acts.asksForMore' : 'acts.reply', {
              ...templateName(nameOf.get(does.reply.templateId)),
            }),
          ]),
      stops ? t('acts.stops') : t('acts.goesOn'),
    ]
    return { conditions, acts }
  }
}
