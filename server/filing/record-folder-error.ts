import { errorCode } from '../platform/error-code.ts'

/** Why a record could not be placed: stable codes, worded for the unfiled list by those who show it. */
export type RecordFolderProblem =
  | 'record-folder-full'
  | 'record-folder-missing'
  | 'record-folder-not-writable'
  | 'record-folder-failing'
  | 'record-name-refused'
  | 'record-file-differs'
  | 'record-already-differs'

/** A record that was not placed; nothing of it is left in sight. `mayPassLater` tells a job whether trying again can help. */
export class RecordFolderError extends Error {
  readonly code: RecordFolderProblem
  readonly mayPassLater: boolean

  constructor(code: RecordFolderProblem, options?: ErrorOptions) {
    super(code, options)
    this.name = 'RecordFolderError'
    this.code = code
    this.mayPassLater = passing.includes(code)
  }
}

/** The problem behind an error of the file system; undefined for an error of another kind. */
export function problemOf(error: unknown): RecordFolderProblem | undefined {
  return problems[errorCode(error) ?? '']
}

/** Somebody makes room, mounts the disk or corrects the rights; the other problems stay until the record changes. */
const passing: readonly RecordFolderProblem[] = [
  'record-folder-full',
  'record-folder-missing',
  'record-folder-not-writable',
  'record-folder-failing',
]

const problems: Record<string, RecordFolderProblem> = {
  ENOSPC: 'record-folder-full',
  EDQUOT: 'record-folder-full',
  ENOENT: 'record-folder-missing',
  ENOTDIR: 'record-folder-missing',
  // Something that is no folder stands where one is to be made.
  EEXIST: 'record-folder-missing',
  ESTALE: 'record-folder-missing',
  EACCES: 'record-folder-not-writable',
  EPERM: 'record-folder-not-writable',
  EROFS: 'record-folder-not-writable',
  EIO: 'record-folder-failing',
  EMFILE: 'record-folder-failing',
  ENFILE: 'record-folder-failing',
  ETIMEDOUT: 'record-folder-failing',
}
