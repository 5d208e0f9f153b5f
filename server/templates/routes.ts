import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { archiveTemplate } from './archive-template.ts'
import { documentRoutes } from './document-routes.ts'
import { listInsertions } from './list-insertions.ts'
import { listTemplates } from './list-templates.ts'
import { readMessageFooter, saveMessageFooter } from './message-footer.ts'
import { readTemplate } from './read-template.ts'
import { saveTemplate } from './save-template.ts'
import { readSignature, saveSignature } from './signature.ts'
import { useTemplate } from './use-template.ts'

/** Texts written once and used often: whose they are, what they leave open, what fills it. */
export function templateRoutes(mount: Mount): void {
  const { route } = mount
  documentRoutes(mount)
  route(api.listTemplates, listTemplates)
  route(api.readTemplate, readTemplate)
  route(api.saveTemplate, saveTemplate)
  route(api.archiveTemplate, archiveTemplate)
  route(api.listInsertions, listInsertions)
  route(api.useTemplate, useTemplate)
  route(api.readSignature, readSignature)
  route(api.saveSignature, saveSignature)
  route(api.readMessageFooter, readMessageFooter)
  route(api.saveMessageFooter, saveMessageFooter)
}
