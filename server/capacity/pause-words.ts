import { z } from 'zod'
import type { Context } from '../access/context.ts'

const Both = z.object({ en: z.string(), fr: z.string() })
const Words = z.object({ reason: Both, instead: Both })
export type PauseWords = z.output<typeof Words>

/** Why, and what to do meanwhile, in one envelope. */
export function sealWords(ctx: Context, row: { id: string; version: number }, words: PauseWords): Buffer {
  return ctx.keys.sealForPractice('pauses.words_sealed', row, JSON.stringify(words))
}

export function openWords(ctx: Context, row: { id: string; version: number }, sealed: Buffer): PauseWords {
  return Words.parse(JSON.parse(ctx.keys.openForPractice('pauses.words_sealed', row, sealed)))
}
