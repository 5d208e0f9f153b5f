// Templates and their documents, as one person stands to them; in the third practice, under the same ids, all are theirs.
import type { Ids } from './grid.ts'
import { at, type Scene } from './relations.ts'
import type { makeRows } from './rows.ts'

export type TemplateScene = {
  x: string
  templates: { name: string; id: string }[]
  /** Of which template each is, and of which it is asked for. */
  documents: { name: string; id: string; template: string }[]
}

export function layTemplates(
  make: ReturnType<typeof makeRows>,
  ids: Ids,
  { x, third, home, other }: Scene,
  practices: readonly string[],
): TemplateScene {
  const nobodys = { care_team_id: null, practitioner_id: null }
  const owners = {
    'everybody’s': nobodys,
    'of their inbox': { ...nobodys, care_team_id: home },
    'of another inbox': { ...nobodys, care_team_id: other },
    'their own': { ...nobodys, practitioner_id: x },
    'another’s': { ...nobodys, practitioner_id: third },
  }
  const templates = Object.entries(owners).map(([name, of]) => ({ name, of, id: ids.next() }))
  const onlyElsewhere = { name: 'of another practice', of: owners['their own'], id: ids.next() }
  const unsaved = { name: 'not saved yet', id: ids.next() }
  const documents = [...templates, onlyElsewhere, unsaved].flatMap((template) =>
    states.map(({ name, ...of }) => ({ ...of, template, name: `${name}, of one ${template.name}`, id: ids.next() })),
  )
  practices.forEach((practice, index) => {
    const isThird = index === 2
    for (const { id, of } of isThird ? [...templates, onlyElsewhere] : templates) {
      make.template(practice, id, isThird ? owners['their own'] : of)
    }
    for (const { id, template, by, isNamed, isRemoved } of documents) {
      const named_at = isNamed && template !== unsaved ? at(-60) : null
      const here = {
        uploaded_by_id: by === 'x' ? x : third,
        status: isRemoved ? 'removed' : 'clean',
        named_at,
      } as const
      const there = { uploaded_by_id: x, status: 'clean', named_at: at(-60) } as const
      const isHere = isThird || template !== onlyElsewhere
      if (isHere) {
        make.document(practice, id, { template_id: template.id, ...(isThird ? there : here) })
      }
    }
  })
  const [first] = templates
  return {
    x,
    templates: [...templates, onlyElsewhere, unsaved].map(({ name, id }) => ({ name, id })),
    documents: documents.flatMap(({ name, id, template }) => [
      { name, id, template: template.id },
      { name: `${name}, asked of another`, id, template: template === first ? unsaved.id : (first?.id ?? '') },
    ]),
  }
}

const states = [
  { name: 'received by them', by: 'x', isNamed: false, isRemoved: false },
  { name: 'received by another', by: 'third', isNamed: false, isRemoved: false },
  { name: 'received by them and taken back', by: 'x', isNamed: false, isRemoved: true },
  { name: 'named', by: 'third', isNamed: true, isRemoved: false },
] as const
