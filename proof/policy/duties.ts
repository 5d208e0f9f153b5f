// What needs no row to decide: who may do what with the practice, its people and its log. The second table of it, in the
// words of the policy.
import type { Part } from './facts.ts'

const everybody: readonly Part[] = [
  'patient',
  'physician',
  'nurse-practitioner',
  'nurse',
  'clerk',
  'administrator',
  'privacy-officer',
]
const staff = everybody.filter((part) => part !== 'patient')
const frontDesk = staff.filter((part) => part !== 'privacy-officer')

/** Everybody who may, by duty. A duty that is not here is nobody's. */
export const duties = {
  'read the practice': everybody,
  'read topics': everybody,
  'change the practice': ['administrator'],
  'change topics': ['administrator'],
  'read inboxes': staff,
  'change inboxes': ['administrator'],
  'read colleagues': staff,
  'change colleagues': ['administrator'],
  'read patients': staff,
  'change patients': frontDesk,
  'read who is away': staff,
  'read what nobody would act on': ['administrator'],
  'give out what nobody would act on': ['administrator'],
  'read where messages are sent': staff,
  'change where messages are sent': ['administrator'],
  'read what is late': frontDesk,
  'give out work that no one has': ['administrator'],
  'search messages': ['physician', 'nurse-practitioner', 'nurse', 'clerk'],
  'read templates': frontDesk,
  'write texts for everybody': ['physician', 'nurse-practitioner', 'nurse', 'administrator'],
  'sign messages': ['physician', 'nurse-practitioner', 'nurse', 'clerk'],
  'read what stands below messages': staff,
  'change what stands below messages': ['administrator'],
  'read figures': staff,
  'read what is expected': staff,
  'change what is expected': ['administrator'],
  'read when inboxes are checked': staff,
  'read clearing goals': frontDesk,
  'read triage rules': staff,
  'try triage rules': ['physician', 'nurse-practitioner', 'nurse', 'administrator'],
  'change triage rules': ['administrator'],
  'read how many messages are taken': staff,
  'change how many messages are taken': ['administrator'],
  'learn whether I may write': ['patient'],
  'say how I am told': ['patient'],
  'read who writes for whom': staff,
  'let somebody write for me': ['physician', 'nurse-practitioner'],
  'block a patient': ['physician', 'nurse-practitioner', 'nurse'],
  'lift a block': ['physician', 'nurse-practitioner', 'nurse', 'administrator'],
  'read who is blocked': ['administrator', 'privacy-officer'],
  'read the queue': ['physician', 'nurse-practitioner', 'nurse', 'clerk'],
  'read what is not filed': frontDesk,
  'read the log': ['privacy-officer'],
  'read the state of the log': ['privacy-officer', 'administrator'],
  'read who used my record': ['patient'],
  'state a reason': ['physician', 'nurse-practitioner', 'nurse'],
  'read stated reasons': ['privacy-officer'],
  'review stated reasons': ['privacy-officer'],
  'read own conversations': ['patient'],
  'keep drafts': everybody,
  'send later': ['physician', 'nurse-practitioner', 'nurse', 'clerk'],
} as const satisfies Record<string, readonly Part[]>
export type Duty = keyof typeof duties

export function isDutyOf(part: Part, duty: Duty): boolean {
  return (duties[duty] as readonly Part[]).includes(part)
}
