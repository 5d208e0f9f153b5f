// What is asked of everybody in a random practice: each conversation, task and file, what they have done before, each template
// and document of one.
import type { Context } from '../../server/access/context.ts'
import { conversationActs, doneAs, taskActs, templateActs, documentActs, fileActs } from './checks/acts.ts'
import type { Facts, Member } from './facts.ts'
import { onAgain, onConversationOrHead, onFile, onTask, type Verdict } from './oracle.ts'
import type { Product } from './product.ts'
import { now } from './relations.ts'
import { onDocument, onTemplate } from './template-oracle.ts'

export type Question = {
  what: string
  should: Verdict | 'elsewhere'
  door(ctx: Context): Promise<unknown>
  row: string
}

export function questionsOf(product: Product, facts: Facts, who: Member): Question[] {
  return [
    ...ofConversations(product, facts, who),
    ...ofDone(product, facts, who),
    ...ofTasks(product, facts, who),
    ...ofFiles(product, facts, who),
    ...ofTemplates(product, facts, who),
  ]
}

function ofConversations(product: Product, facts: Facts, who: Member): Question[] {
  return facts.conversations.flatMap((it) =>
    conversationActs.map(([act, action]) => ({
      what: `${act} ${it.id}`,
      should: onConversationOrHead(facts, who, act, it, now),
      door: (ctx: Context) => product.conversations.accessConversation(ctx, it.id, action),
      row: it.id,
    })),
  )
}

/** Whatever anybody has done in either conversation, asked for again in both. */
function ofDone(product: Product, facts: Facts, who: Member): Question[] {
  return facts.done.flatMap((done) =>
    facts.conversations.map((it) => ({
      what: `${done.kind} ${done.id} again in ${it.id}`,
      should: onAgain(facts, who, 'send', it, done, now),
      door: (ctx: Context) => product.conversations.accessAgain(ctx, it.id, 'message.send', doneAs(done)),
      row: it.id,
    })),
  )
}

function ofTasks(product: Product, facts: Facts, who: Member): Question[] {
  return facts.tasks.flatMap((task) =>
    taskActs
      .filter(([act]) => act === 'accept' || act === 'complete')
      .map(([act, action]) => ({
        what: `${act} ${task.kind} ${task.id}`,
        should: onTask(facts, who, act, task, now),
        door: (ctx: Context) => product.tasks.accessTask(ctx, task.id, action),
        row: task.id,
      })),
  )
}

function ofFiles(product: Product, facts: Facts, who: Member): Question[] {
  return facts.files.flatMap((file) =>
    fileActs
      .filter(([act]) => act !== 'download')
      .map(([act, action]) => ({
        what: `${act} file ${file.id}`,
        should: onFile(facts, who, act, file, now),
        door: (ctx: Context) => product.attachments.accessAttachment(ctx, file.id, action),
        row: file.id,
      })),
  )
}

function ofTemplates(product: Product, facts: Facts, who: Member): Question[] {
  const { templates, documents } = facts
  return [
    ...templates.flatMap((template) =>
      templateActs.map(([act, action]) => ({
        what: `${act} template ${template.id}`,
        should: onTemplate(facts, who, act, template),
        door: (ctx: Context) => product.templates.accessTemplate(ctx, template.id, action),
        row: template.id,
      })),
    ),
    ...documents.flatMap(({ id, template }) =>
      documentActs.map(([act, action]) => ({
        what: `${act} document ${id}`,
        should: onDocument(facts, who, act, { template, id }),
        door: (ctx: Context) => product.templates.accessDocument(ctx, { templateId: template, documentId: id }, action),
        row: id,
      })),
    ),
  ]
}
