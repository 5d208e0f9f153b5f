// Templates and documents of templates: own, an inbox's, everybody's, another's, of another practice, not saved yet.
import type { Actor } from '../../../server/access/context.ts'
import type { Tx } from '../../../server/platform/db.ts'
import { actorFor, answerAt, contextFor } from '../acting.ts'
import type { Facts, Member } from '../facts.ts'
import type { TemplateScene } from '../lay-templates.ts'
import type { Ground } from '../ground.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { knowsTemplate, onDocument, onTemplate } from '../template-oracle.ts'
import { documentActs, templateActs } from './acts.ts'
import type { Way } from './conversations.ts'

type Asking = {
  product: Product
  tally: Tally
  facts: Facts
  laid: Set<string>
  tx: Tx
  who: Member
  scene: TemplateScene
}

export async function checkTemplates(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  const { grid, stage } = ground
  const [full = '', subject = ''] = grid.practices
  for (const practiceId of [full, subject]) {
    const facts = ground.factsOf({ who: { practice: practiceId } as Member, conversation: '', patient: '' })
    const documents = grid.rows['template_documents'] ?? []
    const laid = new Set(documents.flatMap((row) => (row['practice_id'] === practiceId ? [String(row['id'])] : [])))
    await stage[way].transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (tx) => {
      for (const scene of grid.templates) {
        const member = grid.members.find(({ id, practice }) => id === scene.x && practice === practiceId)
        const patient: Member = {
          id: scene.x,
          practice: practiceId,
          account: null,
          part: 'patient',
          standing: 'confirmed',
        }
        for (const who of [member ?? patient, patient]) {
          const asking = { product, tally, facts, laid, tx, who, scene }
          await askTemplates(asking)
          await askDocuments(asking)
        }
      }
    })
  }
}

async function askTemplates({ product, tally, facts, tx, who, scene }: Asking): Promise<void> {
  const actor: Actor = actorFor(who)
  const find = (id: string) => facts.templates.find((one) => one.id === id)
  for (const { name, id } of scene.templates) {
    for (const [act, action] of templateActs) {
      const { ctx } = contextFor(tx, actor, now)
      const answer = await answerAt(() => product.templates.accessTemplate(ctx, id, action), id)
      hold(tally, who, `${act} a template ${name}`, onTemplate(facts, who, act, find(id)), answer)
    }
    const isThere = await product.templates.templateExists(contextFor(tx, actor, now).ctx, id)
    hold(tally, who, `a template ${name} is there`, find(id) !== undefined, isThere)
  }
  if (who.part === 'patient') {
    return
  }
  const listed = await product.templates.visibleTemplates(tx, actor).execute()
  const seen = facts.templates.filter((one) => knowsOrHasInCommon(facts, who, one))
  hold(
    tally,
    who,
    'listed templates',
    seen
      .map(({ id }) => id)
      .toSorted()
      .join(),
    listed
      .map(({ id }) => id)
      .toSorted()
      .join(),
  )
  for (const row of listed) {
    const isMember = facts.inboxes.some(({ id, members }) => id === row.care_team_id && members.includes(who.id))
    hold(tally, who, 'is a member of its inbox', isMember, row.is_member)
  }
}

/** A list is asked by whoever may know of any: of the others it holds what is everybody's, and they get no list. */
function knowsOrHasInCommon(facts: Facts, who: Member, template: Facts['templates'][number]): boolean {
  return knowsTemplate(facts, who.part === 'privacy-officer' ? { ...who, part: 'clerk' } : who, template)
}

async function askDocuments({ product, tally, facts, laid, tx, who, scene }: Asking): Promise<void> {
  for (const { name, id, template } of scene.documents) {
    const { ctx } = contextFor(tx, actorFor(who), now)
    for (const [act, action] of documentActs) {
      const asked = { templateId: template, documentId: id }
      const answer = await answerAt(() => product.templates.accessDocument(ctx, asked, action), id)
      hold(tally, who, `${act} a document ${name}`, onDocument(facts, who, act, { template, id }), answer)
    }
    const found = await product.templates.findDocument(ctx, id, false)
    hold(tally, who, `a row of a document ${name}`, laid.has(id) ? id : undefined, found?.id)
  }
}

function hold(tally: Tally, who: Member, what: string, should: unknown, answer: unknown): void {
  tally.look('templates')
  if (should !== answer) {
    tally.differ(`${who.part}: ${what}: the policy says ${should}, the product ${answer}`)
  }
}
