import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { saveLabel } from '../rules/save-label.ts'
import { saveRules } from '../rules/save-rules.ts'
import { actAs } from './act-as.ts'
import { type Cast, one } from './seed-practice.ts'
import type { StoryPractice } from './story/story.ts'

/** Labels, and the rules that put messages with them where they are seen first: in force from now on. */
export async function seedRules(way: Way, cast: Cast, { triage }: StoryPractice, now: Date): Promise<void> {
  if (triage === undefined) {
    return
  }
  const by = one(cast.colleagues, triage.by)
  const labels = new Map<string, string>()
  for (const { key, name } of triage.labels) {
    const label = { labelId: uuidv7(now), name, isOffered: true, version: 0 }
    await actAs(way, by, now, saveLabel, label)
    labels.set(key, label.labelId)
  }
  const rules = triage.rules.map(({ name, words = [], topics = [], ageTo = null, inbox, isUrgent = false, label }) => ({
    id: uuidv7(now),
    name,
    isOn: true,
    when: {
      topicIds: topics.map((keyword) => one(cast.topics, keyword)),
      words,
      wordsIn: 'both' as const,
      files: null,
      language: null,
      ageFrom: null,
      ageTo,
      usualPractitionerIds: [],
      hours: null,
    },
    does: {
      careTeamId: inbox === undefined ? null : one(cast.inboxes, inbox),
      practitionerId: null,
      isUrgent,
      labelIds: label === undefined ? [] : [one(labels, label)],
      reply: null,
    },
    stops: false,
  }))
  await actAs(way, by, now, saveRules, { rules, version: 0 })
}
