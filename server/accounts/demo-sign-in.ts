import { z } from 'zod'
import { Empty } from '../../shared/api/common.ts'
import { endpoint } from '../../shared/endpoint.ts'
import type { Mount } from '../app.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { createEnter } from '../access/enter.ts'
import { randomToken } from '../platform/crypto/token.ts'
import { notFound } from '../platform/problems.ts'
import { sessionObject } from './session-object.ts'
import { startSession } from './start-session.ts'

/** Where a link leads, and as whom. */
export type DemoLink = { accountId: string; leadsTo: string }

/** A token for each person of the story, made anew at every start of the demonstration. */
export function makeDemoLinks(people: DemoLink[]): Map<string, DemoLink> {
  return new Map(people.map((person) => [randomToken(), person]))
}

/**
 * Opens the demonstration's door: a link signs its person in. Only the demonstration's command calls this, and it refuses
 * on a deployment that is none. Not in the route table, so no other start can have it.
 */
export function mountDemoSignIn({ app, way }: Pick<Mount, 'app' | 'way'>, links: ReadonlyMap<string, DemoLink>): void {
  if (!way.house.deployment.isDemo) {
    throw new Error('only a demonstration has links that sign people in')
  }
  const enter = createEnter(way)
  app.get(door.path, async (request, reply) => {
    const link = links.get(String((request.params as Record<string, unknown>)['token']))
    if (link === undefined) {
      throw notFound()
    }
    await enter(door, request, reply, {}, (ctx) => openDoor(ctx, link))
    return reply.redirect(link.leadsTo, 303)
  })
}

const door = endpoint({
  method: 'GET',
  path: '/demo/sign-in/:token',
  audience: 'anyone',
  summary: 'Sign in as a person of the demonstration.',
  params: z.object({ token: z.string() }),
  response: Empty,
  audit: 'session.start',
})

async function openDoor(ctx: DirectoryContext, link: DemoLink): Promise<void> {
  const account = await ctx.tx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', link.accountId)
    .where('is_demo', '=', true)
    .executeTakeFirst()
  if (account === undefined) {
    throw notFound()
  }
  await startSession(ctx, { accountId: account.id, strength: 'full', method: 'demo' })
  await recordAudit(ctx, 'session.start', sessionObject(ctx))
}
