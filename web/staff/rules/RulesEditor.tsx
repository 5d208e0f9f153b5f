import { useMemo, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { Rule } from '../../../shared/rules.ts'
import { newId } from '../../api/new-id.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useCan } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { emptyRule } from './draft-rules.ts'
import { Meanwhile } from './Meanwhile.tsx'
import { type AllNamed, type RuleSet, rulesRoute, versionsRoute } from './named.ts'
import { RuleForm } from './RuleForm.tsx'
import { ruleAnchor, RuleItem } from './RuleItem.tsx'
import { type Trial, TrialResult } from './TrialResult.tsx'
import { useDraftRules } from './use-draft-rules.ts'

type Props = { inForce: RuleSet; named: AllNamed }

/** The rules, to be written, put in order, tried, and put in force. */
export function RulesEditor({ inForce, named }: Props): ReactNode {
  const t = useTranslations('staffRules')
  const can = useCan()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const draft = useDraftRules(inForce)
  const [edited, setEdited] = useState<Rule | null>(null)
  const [tried, setTried] = useState<{ trial: Trial; rules: readonly Rule[] } | null>(null)
  const [trying, saving] = [useAct(), useAct()]
  const { rules, base } = draft
  const warnings = tried?.rules === rules ? tried.trial.warnings : draft.isChanged ? [] : base.warnings

  async function tryOut(): Promise<void> {
    const trial = await trying.run(() => memberCall('POST /api/as/:membershipId/rules/trial', { rules: [...rules] }))
    if (trial) {
      setTried({ trial, rules })
    }
  }

  async function save(): Promise<void> {
    const saved = await saving.run(() =>
      memberCall('PUT /api/as/:membershipId/rules', { rules: [...rules], version: base.version }),
    )
    if (saved) {
      draft.take(saved)
      setTried(null)
      tell({ words: t('saved') })
    }
    await readAgain([rulesRoute, versionsRoute])
  }

  return (
    <div className="stack">
      {!can.managePractice && <p>{t('onlyAdministrators')}</p>}
      <Refused problem={saving.problem} rules={rules} />
      <Refused problem={trying.problem} rules={rules} />
      {inForce.version > base.version && (
        <Meanwhile
          before={base.rules}
          inForce={inForce}
          onKeep={() => {
            draft.keepOn(inForce)
            saving.clear()
          }}
          onTake={() => {
            draft.take(inForce)
            saving.clear()
          }}
        />
      )}
      <Standing base={base} isChanged={draft.isChanged} />
      {rules.length === 0 && <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>}
      <ol className="plain-list stack" aria-label={t('list')}>
        {rules.map((rule, at) => (
          <RuleItem
            key={rule.id}
            rule={rule}
            number={at + 1}
            count={rules.length}
            warnings={warnings[at] ?? []}
            named={named}
            onMove={(by) => draft.move(rule, at, by)}
            onChange={() => setEdited(rule)}
            onTurn={() => draft.put({ ...rule, isOn: !rule.isOn })}
            onRemove={() => draft.remove(rule.id)}
          />
        ))}
      </ol>
      <div className="row">
        {rules.length < limits.rules && (
          <Button onClick={() => setEdited(emptyRule(newId(), t('newName')))}>{t('add')}</Button>
        )}
        <Button isBusy={trying.isBusy} busyLabel={t('trying')} onClick={() => void tryOut()}>
          {t('try')}
        </Button>
        {can.managePractice && (
          <Button look="primary" isBusy={saving.isBusy} onClick={() => void save()}>
            {t('save')}
          </Button>
        )}
        {draft.isChanged && (
          <Button look="quiet" onClick={() => draft.take(inForce)}>
            {t('discard')}
          </Button>
        )}
      </div>
      {tried && <TrialResult {...tried} named={named} />}
      {edited && (
        <RuleForm
          rule={edited}
          isNew={!rules.some(({ id }) => id === edited.id)}
          named={named}
          onClose={() => setEdited(null)}
          onDone={(rule) => {
            draft.put(rule)
            setEdited(null)
          }}
        />
      )}
    </div>
  )
}

/** Which rules the server refuses, by their number; anything else in its own words. */
function Refused({ problem, rules }: { problem: ApiProblem | null; rules: readonly Rule[] }): ReactNode {
  const t = useTranslations('staffRules')
  const { problemWords } = useProblemWords()
  const errors = useMemo(
    () =>
      [...new Set(problem?.fields.map(({ path }) => Number(path.split('.')[1] ?? 0)))].map((at) => ({
        id: ruleAnchor(rules[at]?.id ?? ''),
        text: t('wrongRule', { number: String(at + 1) }),
      })),
    // The summary takes the focus when there is a new problem, not whenever a rule is changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [problem],
  )
  if (problem === null || problem.code === 'changed-meanwhile') {
    return null
  }
  return errors.length > 0 ? (
    <ErrorSummary errors={errors} />
  ) : (
    <Notice kind="urgent" isNew>
      {problemWords(problem)}
    </Notice>
  )
}

function Standing({ base, isChanged }: { base: RuleSet; isChanged: boolean }): ReactNode {
  const t = useTranslations('staffRules')
  const timeWords = useTimeWords()
  if (isChanged) {
    return <Notice kind="info">{t('notSaved')}</Notice>
  }
  return base.savedAt === null ? null : (
    <p className="soft">
      {t('savedBy', {
        version: String(base.version),
        name: base.savedBy?.name ?? t('gone'),
        when: timeWords(base.savedAt),
      })}
    </p>
  )
}
