import type { ReactNode } from 'react'
import { TextField } from '../../components/controls.tsx'
import type { Form } from '../use-form.ts'
import './MomentField.css'

type Props = {
  form: Form
  path: string
  /** What is asked for: the day, the time, and of which day the time is. */
  words: { day: string; time: string; timeOf: string }
  /** 'YYYY-MM-DDTHH:MM' on the clinic's clock; either part may be empty while it is typed. */
  value: string
  onChange: (value: string) => void
}

/** A date and a time, as two questions side by side. */
export function MomentField({ form, path, words, value, onChange }: Props): ReactNode {
  const [date = '', time = ''] = value.split('T')
  return (
    <div className="moment">
      <TextField
        id={form.id(path)}
        type="date"
        width="short"
        label={words.day}
        error={form.error(path)}
        value={date}
        onChange={(event) => onChange(`${event.target.value}T${time}`)}
      />
      <TextField
        type="time"
        width="code"
        label={<span aria-label={words.timeOf}>{words.time}</span>}
        value={time}
        onChange={(event) => onChange(`${date}T${event.target.value}`)}
      />
    </div>
  )
}
