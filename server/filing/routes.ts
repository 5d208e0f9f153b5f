import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { fileConversation, listUnfiled } from './list-unfiled.ts'

export function filingRoutes({ route }: Mount): void {
  route(api.fileConversation, fileConversation)
  route(api.listUnfiled, listUnfiled)
}
