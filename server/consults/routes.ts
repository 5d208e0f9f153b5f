import { consults as api } from '../../shared/api/consults.ts'
import type { Mount } from '../app.ts'
import { askClinician } from './ask-clinician.ts'
import { decideConsult } from './decide-consult.ts'
import { listDelegations, saveDelegation } from './delegations.ts'
import { sendOnBehalf } from './send-on-behalf.ts'
import { withdrawConsult } from './withdraw-consult.ts'

/** Questions to clinicians with a proposed answer, and messages in a clinician's name. */
export function consultRoutes({ route }: Mount): void {
  route(api.askClinician, askClinician)
  route(api.decideConsult, decideConsult)
  route(api.withdrawConsult, withdrawConsult)
  route(api.sendOnBehalf, sendOnBehalf)
  route(api.listDelegations, listDelegations)
  route(api.saveDelegation, saveDelegation)
}
