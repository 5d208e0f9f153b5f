// The facts the policy is judged on, read by the superuser in plain SQL: none of the server's own queries has a part in it.
import type pg from 'pg'
import type { Facts, Part } from '../policy/facts.ts'

/** Beside the facts of the policy: what belongs to an account, and the version that a form would send along. */
export type CrawlFacts = Facts & {
  sessions: { id: string; account: string }[]
  passkeys: { id: string; account: string }[]
  rotations: { practice: string; id: string; practitioner: string | null; inboxOwner: string | null }[]
  views: { practice: string; id: string; owner: string; isRemoved: boolean }[]
  pauses: { practice: string; id: string; isCancelled: boolean }[]
  labels: { practice: string; id: string }[]
  consults: {
    practice: string
    id: string
    conversation: string
    task: string
    kind: string
    askedBy: string
    /** Of one of the two. */
    asked: string | null
    askedInbox: string | null
    decidedBy: string | null
  }[]
  /** Who lets whom write in their name. */
  delegations: { practice: string; by: string; to: string }[]
  /** `inbox`: to which the first message of a conversation will belong, once that is begun. */
  scheduledSends: {
    practice: string
    id: string
    conversation: string
    author: string
    isStart: boolean
    inbox: string | null
  }[]
  blocks: { practice: string; id: string; patient: string; by: string }[]
  /** Owner and backup of each inbox answer for it. */
  answerers: { practice: string; id: string; owner: string; backup: string }[]
  /** Conversations that the nightly check found. */
  orphans: { practice: string; id: string }[]
  /** Which draft holds a file. */
  drafted: { practice: string; id: string; draft: string }[]
  versions: Map<string, number>
}

/** Everything that the second implementation decides on, as it stands now. */
export async function loadFacts(owner: pg.Client): Promise<CrawlFacts> {
  const all = async <T extends object>(sql: string): Promise<T[]> => (await owner.query<T>(sql)).rows
  const inboxes = await all<{ practice: string; id: string; members: string[] }>(`
    select practice_id as practice, id, array(select practitioner_id::text from care_team_members m
      where m.practice_id = t.practice_id and m.care_team_id = t.id) as members from care_teams t`)
  const members = await all<{ kind: string; role: Part } & Omit<Facts['members'][number], 'part'>>(
    'select id, practice_id as practice, account_id as account, kind, role, status as standing from memberships',
  )
  const versioned = [
    'practices',
    'topics',
    'care_teams',
    'practitioners',
    'patients',
    'conversations',
    'drafts',
    'tasks',
    'absences',
    'rotations',
    'saved_views',
    'pauses',
    'templates',
    'labels',
  ]
  const versions = await all<{ key: string; version: number }>(
    [
      ...versioned.map((table) => `select practice_id || '/' || id as key, version from ${table}`),
      "select practice_id || '/rules', max(version) from rule_sets group by practice_id",
    ].join(' union all '),
  )
  return {
    versions: new Map(versions.map(({ key, version }) => [key, version])),
    drafted: await all(`
      select practice_id as practice, id, draft_id as draft from attachments
      where draft_id is not null and status <> 'removed' order by id`),
    views: await all(`
      select practice_id as practice, id, practitioner_id as owner, removed_at is not null as "isRemoved"
      from saved_views order by id`),
    pauses: await all(
      'select practice_id as practice, id, cancelled_at is not null as "isCancelled" from pauses order by id',
    ),
    consults: await all(`
      select practice_id as practice, id, conversation_id as conversation, task_id as task, kind, asked_by_id as "askedBy",
        asked_id as asked, asked_care_team_id as "askedInbox", decided_by_id as "decidedBy" from consults order by id`),
    delegations: await all(
      'select practice_id as practice, practitioner_id as by, delegate_id as "to" from delegations where ended_at is null',
    ),
    labels: await all('select practice_id as practice, id from labels order by id'),
    scheduledSends: await all(`
      select s.practice_id as practice, s.id, s.conversation_id as conversation, s.author_id as author,
        s.act = 'start' as "isStart", t.care_team_id as inbox
      from scheduled_sends s
      join drafts d on d.practice_id = s.practice_id and d.id = s.draft_id
      left join topics t on t.practice_id = d.practice_id and t.id = coalesce(d.topic_id, s.block_topic_id)
        and s.act = 'start'
      order by s.id`),
    blocks: await all(
      'select practice_id as practice, id, patient_id as patient, blocked_by_id as by from patient_blocks order by id',
    ),
    templates: await all(
      'select practice_id as practice, id, care_team_id as inbox, practitioner_id as owner from templates order by id',
    ),
    documents: await all(`
      select practice_id as practice, id, template_id as template, uploaded_by_id as by, named_at is not null as "isNamed",
        status in ('clean', 'unscanned') as "isReady" from template_documents where status <> 'removed' order by id`),
    orphans: await all(
      'select practice_id as practice, conversation_id as id from orphans where conversation_id is not null order by 2',
    ),
    answerers: await all('select practice_id as practice, id, owner_id as owner, backup_id as backup from care_teams'),
    sessions: await all('select id, account_id as account from sessions where ended_at is null order by id'),
    passkeys: await all('select id, account_id as account from passkeys order by id'),
    practices: await all('select id, clerk_view as "clerksSee" from practices'),
    members: members.map(({ kind, role, ...member }) => ({ ...member, part: kind === 'patient' ? 'patient' : role })),
    inboxes,
    patients: await all(
      'select practice_id as practice, id, usual_practitioner_id as "usualPractitioner" from patients',
    ),
    topics: await all('select practice_id as practice, id, is_open as "isOpen" from topics order by id'),
    conversations: await all(`
      select c.practice_id as practice, c.id, c.patient_id as patient, c.care_team_id as inbox, c.topic_id as topic,
        c.status = 'open' as "isOpen", c.mode, c.reply_until as "replyUntil",
        c.responsible_id as responsible, c.closed_at as "closedAt",
        c.merged_into_id as "mergedInto",
        t.reopen_days as "reopenDays"
      from conversations c join topics t on t.practice_id = c.practice_id and t.id = c.topic_id order by c.id`),
    messages: await all(
      'select practice_id as practice, id, conversation_id as conversation, author_id as author from messages order by id',
    ),
    tasks: await all(`
      select practice_id as practice, id, conversation_id as conversation, kind, care_team_id as inbox, owner_id as owner,
        escalated_to_id as "escalatedTo", status in ('requested', 'accepted') as "isOpen" from tasks order by id`),
    reasons: await all(`
      select practice_id as practice, id, patient_id as patient, practitioner_id as practitioner,
        expires_at as "expiresAt" from access_grants order by id`),
    absences: await all(`
      select a.practice_id as practice, a.id, a.practitioner_id as practitioner, t.owner_id as "inboxOwner",
        covering_practitioner_id as "coveringPractitioner", covering_care_team_id as "coveringInbox",
        starts_at as "startsAt", ends_at as "endsAt", cancelled_at is not null as "isCancelled"
      from absences a left join care_teams t on t.practice_id = a.practice_id and t.id = a.care_team_id order by a.id`),
    rotations: await all(`
      select r.practice_id as practice, r.id, r.practitioner_id as practitioner, t.owner_id as "inboxOwner"
      from rotations r left join care_teams t on t.practice_id = r.practice_id and t.id = r.care_team_id order by r.id`),
    drafts: await all(`
      select practice_id as practice, id, author_id as author, patient_id as patient, conversation_id as conversation,
        ended_at is not null as "hasEnded" from drafts order by id`),
    files: await all(`
      with shown as (
        select practice_id, draft_id, unnest(attachment_ids) as file, act, conversation_id from scheduled_sends
        where state = 'waiting' or (state = 'refused' and refusal = 'no-access')
        union all
        select c.practice_id, c.draft_id, unnest(c.attachment_ids), 'asked', c.conversation_id
        from consults c join tasks t on t.practice_id = c.practice_id and t.id = c.task_id
        where c.status = 'requested' and t.status in ('requested', 'accepted'))
      select a.practice_id as practice, a.id, a.patient_id as patient, a.conversation_id as conversation,
        a.message_id as message, a.uploaded_by_id as "uploadedBy", a.status = 'removed' as "isRemoved",
        a.status in ('clean', 'unscanned') as "isReady",
        case when s.act <> 'start' then s.conversation_id end as "waitsIn",
        case when s.act = 'start' then t.care_team_id end as "waitsFor"
      from attachments a
      left join shown s on s.practice_id = a.practice_id and s.draft_id = a.draft_id and s.file = a.id
      left join drafts d on d.practice_id = s.practice_id and d.id = s.draft_id
      left join topics t on t.practice_id = d.practice_id and t.id = d.topic_id
      order by a.id`),
    splits: await all(`
      select practice_id as practice, message_id as message, conversation_id as conversation from split_messages`),
    done: await all(`
      select practice_id as practice, 'message' as kind, id, conversation_id as conversation, unnest(array[author_id, approved_by_id]) as by
        from messages where author_kind = 'practitioner'
      union all select practice_id, 'scheduled-send', id, conversation_id, author_id from scheduled_sends where state = 'sent'
      union all select practice_id, 'consult', id, conversation_id, decided_by_id from consults where decided_by_id is not null
      union all select practice_id, 'assignment', assignment_id, conversation_id, giver_id from given_tasks`),
  }
}
