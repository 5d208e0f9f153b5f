import type { ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { mayDecide } from '../../shared/consult.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'
import { type AttachmentRow, viewAttachment } from '../attachments/attachment-view.ts'
import type { ConsultRow } from './consult-rows.ts'
import { selectProposedFiles } from './proposed-files.ts'

export type ConsultView = ResultOf<typeof api.askClinician>['consult']

/** The same with its files, for an answer about one. */
export async function viewOne(
  ctx: Context,
  row: ConsultRow,
  staff: Map<string, PersonReference>,
): Promise<ConsultView> {
  return viewConsult(ctx, row, { staff, files: await selectProposedFiles(ctx, [row]) })
}

type Around = { staff: Map<string, PersonReference>; files: readonly AttachmentRow[] }

/** A question to a clinician as the wire shows it. The patient's key must be loaded. */
export function viewConsult(ctx: Context, row: ConsultRow, { staff, files }: Around): ConsultView {
  const person = (id: string) => staff.get(id) ?? { id, kind: 'practitioner' as const, name: '', role: null }
  const at = { id: row.id, version: 1, patientId: row.patient_id }
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    isOpen: row.is_open,
    askedBy: person(row.asked_by_id),
    asked: askedOf(ctx, row, person),
    onBehalfOf: row.on_behalf_of_id === null ? null : person(row.on_behalf_of_id),
    question: ctx.keys.open('consults.question_sealed', at, row.question_sealed),
    proposal: openProposal(ctx, row),
    messageId: row.message_id,
    sequence: row.up_to_sequence,
    newer: row.newer,
    neededBy: row.needed_by,
    askedAt: row.asked_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by_id === null ? null : person(row.decided_by_id),
    answer: row.answer_sealed === null ? null : ctx.keys.open('consults.answer_sealed', at, row.answer_sealed),
    isImportant: row.is_important,
    attachments: files
      .filter((file) => row.is_open && row.attachment_ids.includes(file.id))
      .map((file) => viewAttachment(ctx, file)),
    can: {
      decide: row.is_open && isDecider(ctx, row),
      withdraw: row.is_open && row.asked_by_id === ctx.actor.id,
    },
  }
}

/** The clinician, or the inbox, of whom it was asked. */
function askedOf(ctx: Context, row: ConsultRow, person: (id: string) => PersonReference): PersonReference {
  return row.asked_id === null
    ? careTeamReference(ctx.client?.language ?? 'en', {
        id: row.asked_care_team_id ?? '',
        name_en: row.asked_team_en ?? '',
        name_fr: row.asked_team_fr ?? '',
      })
    : person(row.asked_id)
}

export function openProposal(
  ctx: Context,
  row: Pick<ConsultRow, 'id' | 'patient_id' | 'proposal_sealed'>,
): string | null {
  const at = { id: row.id, version: 1, patientId: row.patient_id }
  return row.proposal_sealed === null ? null : ctx.keys.open('consults.proposal_sealed', at, row.proposal_sealed)
}

export function isDecider({ actor }: Context, row: ConsultRow): boolean {
  return (
    actor.kind === 'practitioner' &&
    mayDecide(actor, {
      kind: row.kind,
      askedById: row.asked_by_id,
      askedId: row.asked_id,
      worksInAsked: row.works_in_asked,
      ownerId: row.owner_id,
      escalatedToId: row.escalated_to_id,
    })
  )
}
