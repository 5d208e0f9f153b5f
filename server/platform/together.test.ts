// What is promised here: what is asked of a locked row sees it as the lock found it, whoever else asks in the same moment.
import { expect, test } from 'vitest'
import { uuidv7 } from './ids.ts'
import { createTogether, type Question } from './together.ts'

const aQuestion = (name: string, locks: boolean): Question<{ id: string }, { id: string }> => ({
  name,
  about: 'practice',
  locks,
  columns: { id: 'uuid' },
  sql: (asked) => `select ${name} from ${asked}`,
})

test('doors of two kinds leave before what is asked behind either of them', async () => {
  const [one, two] = [uuidv7(), uuidv7()]
  const sent: string[] = []
  const together = createTogether(uuidv7(), true, async ({ text }) => {
    sent.push(/select (\w+)/.exec(text)?.[1] ?? '')
    return []
  })
  const [doorOfPatients, doorOfStaff] = [aQuestion('patients', true), aQuestion('staff', true)]
  const task = aQuestion('task', false)
  await Promise.all([
    together.ask(doorOfPatients, { id: one }),
    together.ask(task, { id: one }),
    together.ask(doorOfStaff, { id: two }),
    together.ask(task, { id: two }),
  ])
  expect(sent).toEqual(['patients', 'staff', 'task'])
})
