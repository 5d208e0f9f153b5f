import { useId, useState, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Answered } from '../Answered.tsx'
import { ActMenu } from '../keys/Palette.tsx'
import { useSettled } from '../use-settled.ts'
import { usePatients } from './use-patients.ts'

export type ChosenPatient = { id: string; name: string } | null
type Words = { label: string; any: string; find: string }
type Props = { words: Words; value: ChosenPatient; onChange: (patient: ChosenPatient) => void }

/** One patient as a condition of a search, found by name; or any. */
export function PatientFilter({ words, value, onChange }: Props): ReactNode {
  const labelId = useId()
  const [isChoosing, setIsChoosing] = useState(false)
  return (
    <div className="field">
      <p className="field-label" id={labelId}>
        {words.label}
      </p>
      <Button onClick={() => setIsChoosing(true)} aria-describedby={labelId}>
        {value?.name ?? words.any}
      </Button>
      <Dialog isOpen={isChoosing} onClose={() => setIsChoosing(false)} title={words.find}>
        {isChoosing && (
          <ChoosePatient
            words={words}
            onChoose={(patient) => {
              onChange(patient)
              setIsChoosing(false)
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

function ChoosePatient({ words, onChoose }: { words: Words; onChoose: (patient: ChosenPatient) => void }): ReactNode {
  const [typed, setTyped] = useState('')
  const answer = usePatients(useSettled(typed.trim()))
  const items = answer.data?.items ?? []
  if (answer.error && !answer.data) {
    return <Answered answer={answer}>{() => null}</Answered>
  }
  return (
    <ActMenu
      label={words.find}
      items={[
        ...(typed === '' ? [{ id: '', label: words.any }] : []),
        ...items.map(({ id, name, birthDate }) => ({ id, label: name, hint: birthDate })),
      ]}
      isReading={answer.data === undefined}
      onType={setTyped}
      onChoose={(id) => {
        const found = items.find((patient) => patient.id === id)
        onChoose(found ? { id, name: found.name } : null)
      }}
    />
  )
}
