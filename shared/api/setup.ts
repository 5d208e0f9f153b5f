import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Language, typed } from './common.ts'
import { SignInStep } from './session.ts'

/** The first start: one practice and its administrator. */
export const setup = {
  readSetup: endpoint({
    method: 'GET',
    path: '/api/setup',
    audience: 'anyone',
    summary: 'Whether this server still waits for its first practice.',
    response: z.object({ needed: z.boolean() }),
    audit: { none: 'Not about a person.' },
  }),
  setUp: endpoint({
    method: 'POST',
    path: '/api/setup',
    audience: 'anyone',
    summary: 'Create the first practice and its administrator, once, with the code the server printed when it started.',
    body: z.object({
      code: z.string().min(1).max(limits.codeCharacters),
      practiceName: typed(limits.nameCharacters),
      practiceAddress: typed(limits.addressCharacters),
      practicePhone: typed(limits.phoneCharacters),
      timeZone: z.string().max(60),
      name: typed(limits.nameCharacters),
      email: z.email().max(limits.emailCharacters),
      password: z.string().max(1_024),
      language: Language,
    }),
    response: SignInStep,
    audit: 'set-up.open',
  }),
}
