import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { type Rule, type RuleReply, wordPlaces } from '../../../shared/rules.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useForm, type Form } from '../use-form.ts'
import { answersOf, type RuleAnswers, ruleOf, wrongIn } from './draft-rules.ts'
import type { AllNamed, Named } from './named.ts'

type Props = { rule: Rule; isNew: boolean; named: AllNamed; onDone: (rule: Rule) => void; onClose: () => void }
type PartProps = { answers: RuleAnswers; change: (part: Partial<RuleAnswers>) => void; form: Form; named: AllNamed }

const known = ['empty', 'age', 'before-start', 'does-nothing', 'too-many-words', 'no-letters', 'too-long'] as const

/** One rule: when it is used, and what is done. */
export function RuleForm({ rule, isNew, named, onDone, onClose }: Props): ReactNode {
  const t = useTranslations('staffRules')
  const form = useForm('rule-form', (code) => {
    const found = known.find((one) => one === code)
    return found ? t(`wrong.${found}`) : null
  })
  const [answers, setAnswers] = useState(() => answersOf(rule))
  const part: PartProps = { answers, form, named, change: (some) => setAnswers({ ...answers, ...some }) }

  async function done(): Promise<void> {
    const kept = await form.run(wrongIn(answers), async () => ruleOf(answers))
    if (kept) {
      onDone({ ...kept, name: kept.name.trim() })
    }
  }

  return (
    <Dialog isOpen onClose={onClose} title={isNew ? t('add') : t('form.title', { name: rule.name })}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void done()
        }}
      >
        <ErrorSummary errors={form.errors} />
        <TextField
          id={form.id('name')}
          label={t('form.name')}
          error={form.error('name')}
          maxLength={limits.nameCharacters}
          value={answers.name}
          onChange={(event) => part.change({ name: event.target.value })}
        />
        <When {...part} />
        <Does {...part} />
        <div className="row">
          <Button type="submit" look="primary">
            {t('form.done')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function When(part: PartProps): ReactNode {
  const t = useTranslations('staffRules.form')
  const { answers, change, form, named } = part
  const { when, typed } = answers
  const put = (some: Partial<Rule['when']>) => change({ when: { ...when, ...some } })
  return (
    <fieldset className="stack rule-part">
      <legend>{t('whenTitle')}</legend>
      <p className="field-hint">{t('whenHint')}</p>
      <TextArea
        id={form.id('words')}
        label={t('words')}
        hint={t('wordsHint')}
        error={form.error('words')}
        rows={3}
        limits={{ characters: limits.ruleWords * limits.ruleWordCharacters }}
        value={typed.words}
        onChange={(words) => change({ typed: { ...typed, words } })}
      />
      <Select
        label={t('wordsIn')}
        value={when.wordsIn}
        onChange={({ target }) => put({ wordsIn: wordPlaces.find((place) => place === target.value) ?? 'both' })}
        options={wordPlaces.map((value) => ({ value, label: t(`places.${value}`) }))}
      />
      <Several
        label={t('topics')}
        items={named.topics}
        ids={when.topicIds}
        onChange={(topicIds) => put({ topicIds })}
      />
      <div className="fields">
        <OneOf
          label={t('files')}
          value={when.files}
          options={[
            ['some', t('filesOf.some')],
            ['none', t('filesOf.none')],
          ]}
          onChange={(files) => put({ files })}
        />
        <OneOf
          label={t('hours')}
          value={when.hours}
          options={[
            ['open', t('hoursOf.open')],
            ['closed', t('hoursOf.closed')],
          ]}
          onChange={(hours) => put({ hours })}
        />
        <OneOf
          label={t('language')}
          value={when.language}
          options={[
            ['en', t('languages.en')],
            ['fr', t('languages.fr')],
          ]}
          onChange={(language) => put({ language })}
        />
        {(['ageFrom', 'ageTo'] as const).map((age) => (
          <TextField
            key={age}
            id={form.id(age)}
            label={t(age)}
            hint={t('ageHint')}
            error={form.error(age)}
            inputMode="numeric"
            width="code"
            value={typed[age]}
            onChange={({ target }) => change({ typed: { ...typed, [age]: target.value } })}
          />
        ))}
      </div>
      <Several
        label={t('usual')}
        items={named.clinicians}
        ids={when.usualPractitionerIds}
        onChange={(usualPractitionerIds) => put({ usualPractitionerIds })}
      />
    </fieldset>
  )
}

function Does({ answers, change, form, named }: PartProps): ReactNode {
  const t = useTranslations('staffRules.form')
  const { does } = answers
  const put = (some: Partial<Rule['does']>) => change({ does: { ...does, ...some } })
  const optionsOf = (items: readonly Named[]) => items.map(({ id, name }) => ({ value: id, label: name }))
  const labels = named.labels.filter(({ id, isOffered }) => isOffered || does.labelIds.includes(id))
  return (
    <fieldset className="stack rule-part">
      <legend>{t('doesTitle')}</legend>
      <div className="fields">
        <Select
          id={form.id('careTeamId')}
          label={t('inbox')}
          error={form.error('careTeamId')}
          value={does.careTeamId ?? ''}
          onChange={({ target }) => put({ careTeamId: target.value || null })}
          options={[{ value: '', label: t('inboxOfTopic') }, ...optionsOf(named.inboxes)]}
        />
        <Select
          label={t('person')}
          value={does.practitionerId ?? ''}
          onChange={({ target }) => put({ practitionerId: target.value || null })}
          options={[{ value: '', label: t('noPerson') }, ...optionsOf(named.people)]}
        />
      </div>
      <Checkbox
        label={t('isUrgent')}
        checked={does.isUrgent}
        onChange={({ target }) => put({ isUrgent: target.checked })}
      />
      <Several label={t('labels')} items={labels} ids={does.labelIds} onChange={(labelIds) => put({ labelIds })} />
      <Reply reply={does.reply} templates={named.templates} onChange={(reply) => put({ reply })} />
      <Checkbox
        label={t('stops')}
        checked={answers.stops}
        onChange={({ target }) => change({ stops: target.checked })}
      />
    </fieldset>
  )
}

/** A template that the patient gets at once; nothing is shown where the practice has none. */
function Reply(props: {
  reply: RuleReply | null
  templates: AllNamed['templates']
  onChange: (reply: RuleReply | null) => void
}): ReactNode {
  const t = useTranslations('staffRules.form')
  const { reply, templates, onChange } = props
  const offered = templates.filter(({ id, isArchived }) => !isArchived || id === reply?.templateId)
  if (offered.length === 0) {
    return null
  }
  return (
    <>
      <Select
        label={t('reply')}
        hint={t('replyHint')}
        value={reply?.templateId ?? ''}
        onChange={({ target: { value } }) =>
          onChange(value === '' ? null : { templateId: value, asksForMore: reply?.asksForMore ?? false })
        }
        options={[
          { value: '', label: t('noReply') },
          ...offered.map(({ id, name, isArchived }) => ({
            value: id,
            label: isArchived ? t('outOfUse', { name }) : name,
          })),
        ]}
      />
      {reply && (
        <Checkbox
          label={t('asksForMore')}
          checked={reply.asksForMore}
          onChange={({ target }) => onChange({ ...reply, asksForMore: target.checked })}
        />
      )}
    </>
  )
}

/** One of a few, or none: then it does not matter. */
function OneOf<Value extends string>(props: {
  label: string
  value: Value | null
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value | null) => void
}): ReactNode {
  const t = useTranslations('staffRules.form')
  const { label, value, options, onChange } = props
  return (
    <Select
      label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(options.find(([one]) => one === target.value)?.[0] ?? null)}
      options={[{ value: '', label: t('any') }, ...options.map(([one, words]) => ({ value: one, label: words }))]}
    />
  )
}

/** Any number of what there is; nothing is shown where there is nothing. */
function Several(props: {
  label: string
  items: readonly Named[]
  ids: readonly string[]
  onChange: (ids: string[]) => void
}): ReactNode {
  const { label, items, ids, onChange } = props
  if (items.length === 0) {
    return null
  }
  return (
    <fieldset>
      <legend className="field-label">{label}</legend>
      <div className="rule-choices">
        {items.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={ids.includes(id)}
            onChange={({ target }) => onChange(target.checked ? [...ids, id] : ids.filter((one) => one !== id))}
          />
        ))}
      </div>
    </fieldset>
  )
}
