import { loadConfig } from '../config.ts'
import { runSearchCommand, type SearchTerminal } from '../search/cli.ts'
import { openBeside } from './open-beside.ts'

/** `threadwell search …`, beside the running server or while it is stopped. */
export function search(args: string[], terminal: Omit<SearchTerminal, 'open'>): Promise<number> {
  return runSearchCommand(args, { ...terminal, open: () => openBeside(loadConfig()) })
}
