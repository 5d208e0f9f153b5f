import { isUuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'

/** Ids are made by the caller, so that a repeat is known as one; they must sort by time, as all ids here do. */
export function assertNewId(path: string, id: string): void {
  if (!isUuidv7(id)) {
    throw invalid({ path, code: 'malformed' })
  }
}
