import { z } from 'zod'
import { limits } from '../limits.ts'

// The JSON forms of WebAuthn level 3 (RegistrationResponseJSON and its kin), as far as the server reads them.
const Base64Url = z
  .string()
  .max(limits.passkeyFieldCharacters)
  .regex(/^[\w-]+$/)

/** Options for `navigator.credentials.get`, as JSON: hand them to the browser as they are. */
export const PasskeyRequest = z.object({ options: z.looseObject({ challenge: z.string() }) })
/** Options for `navigator.credentials.create`, as JSON: hand them to the browser as they are. */
export const PasskeyCreation = z.object({ options: z.looseObject({ challenge: z.string() }) })

const common = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key') }

/** What `navigator.credentials.get` gave, as JSON. */
export const PasskeyAnswer = z.object({
  ...common,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
})

/** What `navigator.credentials.create` gave, as JSON. */
export const NewPasskey = z.object({
  ...common,
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: z.array(z.string().max(20)).max(8).optional(),
  }),
})
