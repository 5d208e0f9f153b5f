import { uuidv7 } from '../../server/platform/ids.ts'
import { practice } from './colleague.ts'
import { callAs, membershipAt, newCaller, type Signed } from './person.ts'

const both = (en: string, fr: string) => ({ en, fr })
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const noLimits = { openConversations: null, messagesADay: null, coolDownMinutes: null }

/** What an administrator and a physician do about messages, without their pages; everything is undone at the end. */
export async function openClinic() {
  const [administrator, physician] = [await newCaller('Adele Marchand'), await newCaller('Sophie Tran')]
  const [asAdministrator, asPhysician] = [await baseOf(administrator), await baseOf(physician)]
  const undo: (() => Promise<unknown>)[] = []

  async function pause(part: object = {}): Promise<() => Promise<unknown>> {
    const path = `${asAdministrator}/pauses/${uuidv7()}`
    const words = {
      reason: both('Our nurse is away this week.', 'Notre infirmière est absente cette semaine.'),
      instead: both('Go to the walk-in clinic.', 'Allez à la clinique sans rendez-vous.'),
    }
    const form = { topicId: null, practitionerId: null, aDay: null, stopsAnswers: false, words, ...part }
    await callAs(administrator, 'PUT', path, { ...form, startsAt: inDays(-0.01), endsAt: inDays(3), version: 0 })
    const end = () => callAs(administrator, 'DELETE', path)
    undo.push(() => end().catch(() => undefined))
    return end
  }

  async function limit(part: Partial<Record<keyof typeof noLimits, number>>): Promise<void> {
    const path = `${asAdministrator}/patient-limits`
    const { version } = await callAs<{ version: number }>(administrator, 'GET', path)
    await callAs(administrator, 'PUT', path, { ...noLimits, ...part, version })
  }
  undo.push(() => limit({}))

  async function block(patientId: string, reason: string): Promise<void> {
    const path = `${asPhysician}/patients/${patientId}/blocks/${uuidv7()}`
    const told = { conversationId: uuidv7(), messageId: uuidv7() }
    await callAs(physician, 'PUT', path, { reason, endsAt: inDays(7), ...told })
    undo.push(() => callAs(physician, 'DELETE', path))
  }

  return {
    pause,
    limit,
    block,
    close: async () => {
      for (const one of undo) {
        await one()
      }
      await Promise.all([administrator.request.dispose(), physician.request.dispose()])
    },
  }
}

export async function baseOf(person: Signed): Promise<string> {
  return `/api/as/${await membershipAt(person, practice)}`
}
