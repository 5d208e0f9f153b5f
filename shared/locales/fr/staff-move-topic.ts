import type { staffMoveTopic as english } from '../en/staff-move-topic.ts'
import type { Translated } from '../shape.ts'

/** Une conversation porte en fait sur autre chose. */
export const staffMoveTopic = {
  act: 'Changer le sujet…',
  title: 'De quoi s’agit-il?',
  stays: 'Le sujet actuel est {name}. La personne qui répond et le délai restent les mêmes.',
  search: 'Tapez un sujet',
  moved: 'Le sujet est maintenant {name}.',
  inHistory: '{person} a changé le sujet : {to}, et non plus {from}.',
} as const satisfies Translated<typeof english>
