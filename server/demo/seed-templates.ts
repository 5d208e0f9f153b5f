import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { saveTemplate } from '../templates/save-template.ts'
import { actAs } from './act-as.ts'
import { type Cast, one } from './seed-practice.ts'
import type { StoryPractice } from './story/story.ts'
import { instantOf } from './when.ts'

/** The texts that the practice's people have written for their answers. */
export async function seedTemplates(way: Way, cast: Cast, story: StoryPractice, now: Date): Promise<void> {
  const today = dayOf(story.timeZone, now)
  for (const { by, scope, inbox, at, name, text, reviewInDays } of story.templates ?? []) {
    const writtenAt = instantOf(at, now, story.timeZone)
    await actAs(way, one(cast.colleagues, by), writtenAt, saveTemplate, {
      templateId: uuidv7(writtenAt),
      scope,
      careTeamId: inbox === undefined ? null : one(cast.inboxes, inbox),
      name,
      text,
      reviewOn: reviewInDays === undefined ? null : today.add({ days: reviewInDays }).toString(),
      version: 0,
    })
  }
}
