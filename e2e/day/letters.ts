import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countCharacters } from '../../shared/text.ts'

export type Letter = { subject: string; text: string }

/** What people really wrote, where it is at hand beside the project; it is not ours to keep inside. */
const real = join(import.meta.dirname, '../../../shared/data/patient-messages.jsonl')
const most = { subject: 80, text: 2_000 }

/** The first so many that fit; made-up ones where the real ones are not at hand. */
export function letters(count: number): Letter[] {
  const found = existsSync(real) ? readFileSync(real, 'utf8').split('\n').flatMap(read) : []
  const made = Array.from({ length: count }, (_, at) => ({
    subject: `Question ${at + 1}`,
    text: `Hello,\n\nI have had this for ${at + 1} days. Should I come in?\n\nThank you`,
  }))
  return [...found, ...made].slice(0, count)
}

function read(line: string): Letter[] {
  if (line.trim() === '') {
    return []
  }
  const { subject, body } = JSON.parse(line) as { subject: string; body: string }
  const letter = { subject: subject.trim(), text: body.trim() }
  const fits =
    letter.subject !== '' &&
    letter.text !== '' &&
    countCharacters(letter.subject) <= most.subject &&
    countCharacters(letter.text) <= most.text
  return fits ? [letter] : []
}
