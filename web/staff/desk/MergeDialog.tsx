import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SummaryList, SummaryRow } from '../../components/SummaryList.tsx'
import { BirthDate, useTimeWords } from '../../components/Time.tsx'
import { headOf, nameOf } from '../../conversation/merged.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { OutputOf } from '../../api/routes.ts'
import { Answered } from '../Answered.tsx'
import { DialogForm } from '../DialogForm.tsx'
import { useHealthNumberWords } from '../patients/health-number-words.ts'
import { useRead } from '../read.ts'
import { useForm } from '../use-form.ts'
import { useActProblemWords } from './act-words.ts'
import type { Work, Worked } from './use-conversation.ts'
import { useMergeActs, useMergeRefusals } from './use-merge-acts.ts'

/** Puts another conversation of the same patient into this one. */
export function MergeAct({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffMerge')
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  if (!conversation.can.merge || headOf(conversation)) {
    return null
  }
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('act')}</Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
        {isOpen && <Mergeable conversation={conversation} onClose={close} />}
      </Dialog>
    </>
  )
}

type Props = { conversation: Worked; onClose: () => void }

function Mergeable({ conversation, onClose }: Props): ReactNode {
  const t = useTranslations('staffMerge')
  const common = useTranslations('common.buttons')
  const answer = useRead('GET /api/as/:membershipId/conversations/:conversationId/mergeable', {
    conversationId: conversation.id,
  })
  return (
    <Answered answer={answer}>
      {({ items }) =>
        items.length === 0 ? (
          <>
            <Notice kind="info">{t('none')}</Notice>
            <Button onClick={onClose}>{common('close')}</Button>
          </>
        ) : (
          <MergeForm conversation={conversation} items={items} onClose={onClose} />
        )
      }
    </Answered>
  )
}

type Item = OutputOf<'GET /api/as/:membershipId/conversations/:conversationId/mergeable'>['items'][number]

/** Whose they are stands above the choice: nobody puts together what is of another patient of the same name. */
function MergeForm({ conversation, items, onClose }: Props & { items: readonly Item[] }): ReactNode {
  const t = useTranslations('staffMerge')
  const { language } = useLanguage()
  const factsOf = useFactsOf()
  const refusal = useMergeRefusals()
  const actWords = useActProblemWords()
  const { putTogether } = useMergeActs()
  const [otherId, setOtherId] = useState<string | null>(null)
  const form = useForm('merge', (code) => (code === 'missing' ? t('missing') : null))
  const other = items.find(({ id }) => id === otherId)

  async function submit(): Promise<void> {
    const isDone = await form.run(other ? [] : [{ path: 'otherId', code: 'missing' }], async () => {
      if (other) {
        await putTogether(conversation, { ...other, name: nameOf(other, language) })
      }
      return true
    })
    if (isDone) {
      onClose()
    }
  }

  return (
    <DialogForm
      form={form}
      own={(code) => refusal(code) ?? (form.problem ? actWords(form.problem) : null)}
      submit={t('confirm')}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Identity patient={conversation.work.patient} />
      <p>{t('lead')}</p>
      <Choices
        id={form.id('otherId')}
        label={t('choose')}
        error={form.error('otherId')}
        name="otherId"
        value={otherId}
        onChange={setOtherId}
        options={items.map((item) => ({
          value: item.id,
          label: <span dir="auto">{nameOf(item, language)}</span>,
          hint: factsOf(item),
        }))}
      />
    </DialogForm>
  )
}

function useFactsOf(): (item: Item) => string {
  const t = useTranslations('staffMerge')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  return ({ topic, startedAt, dueAt }) => {
    const words = { topic: topic[language], when: timeWords(startedAt, 'day') }
    return dueAt === null ? t('started', words) : t('due', { ...words, due: timeWords(dueAt) })
  }
}

/** Name, birth date and health number of the patient, to be compared before something is changed. */
export function Identity({ patient }: { patient: Work['patient'] }): ReactNode {
  const t = useTranslations('staffMerge')
  const card = useTranslations('staff.card')
  const healthNumberWords = useHealthNumberWords()
  return (
    <>
      <p>{t('patient')}</p>
      <SummaryList>
        <SummaryRow name={t('name')}>{patient.name}</SummaryRow>
        <SummaryRow name={card('birthDate')}>
          <BirthDate on={patient.birthDate} />
        </SummaryRow>
        <SummaryRow name={card('healthNumber')}>{healthNumberWords(patient.healthNumber)}</SummaryRow>
      </SummaryList>
    </>
  )
}
