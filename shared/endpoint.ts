import { z } from 'zod'

/** Who may call: anyone; whoever is signed in; or a member (a patient or a practitioner) of a practice. */
export type Audience = 'anyone' | 'account' | 'member'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** Which goes first when more is asked than can be answered. */
export type Urgency = 'first' | 'usual' | 'last'
type Shape = z.ZodObject<z.ZodRawShape>

/** The wire contract of one call, as data: the server, the web and the documentation read this same constant. */
export type Endpoint = {
  method: Method
  path: string
  audience: Audience
  summary: string
  params?: Shape
  query?: Shape
  /** By their names in small letters. What a person typed never stands in an address, and bytes have no field for it. */
  headers?: Shape
  body?: Shape
  response: z.ZodType
  /** The audit act recorded by the use case, or why there is none. */
  audit: string | { none: string }
  /** Usual when not said. */
  urgency?: Urgency
  /** It carries a file, in or out, and lasts as long as its client's line is slow. */
  isFile?: true
}

/** Declares an endpoint outside any practice (sign-in, the account, set-up). */
export function endpoint<const E extends Endpoint>(definition: E): E {
  assertDisjoint(definition)
  return definition
}

const memberParams = { membershipId: z.uuid() }
const memberPrefix = '/api/as/:membershipId'
type MemberDefinition = Omit<Endpoint, 'audience' | 'params'> & { params?: z.ZodRawShape }
type MemberEndpoint<E extends MemberDefinition> = Omit<E, 'params' | 'path'> & {
  path: `${typeof memberPrefix}${E['path']}`
  audience: 'member'
  params: z.ZodObject<typeof memberParams & (E['params'] extends z.ZodRawShape ? E['params'] : unknown)>
}

/** Declares an endpoint inside a practice: the path names the membership that acts, so two tabs never mix two practices. */
export function memberEndpoint<const E extends MemberDefinition>(definition: E): MemberEndpoint<E> {
  const full = {
    ...definition,
    path: `${memberPrefix}${definition.path}`,
    audience: 'member',
    params: z.object({ ...memberParams, ...definition.params }),
  } as unknown as MemberEndpoint<E>
  assertDisjoint(full as unknown as Endpoint)
  return full
}

type Part<T> = T extends z.ZodType ? z.output<T> : unknown
/** What the use case receives: params, query, headers and body in one object (their keys never overlap). */
export type InputOf<E extends Pick<Endpoint, 'response'>> = Part<Get<E, 'params'>> &
  Part<Get<E, 'query'>> &
  Part<Get<E, 'headers'>> &
  Part<Get<E, 'body'>>
/** What the use case returns, before the response schema turns it into its wire shape. */
export type ResultOf<E extends Pick<Endpoint, 'response'>> = z.input<E['response']>
/** What the caller sends and gets, on the wire. */
export type WireInputOf<E extends Pick<Endpoint, 'response'>> = WirePart<Get<E, 'params'>> &
  WirePart<Get<E, 'query'>> &
  WirePart<Get<E, 'headers'>> &
  WirePart<Get<E, 'body'>>
export type WireResultOf<E extends Pick<Endpoint, 'response'>> = z.output<E['response']>
type WirePart<T> = T extends z.ZodType ? z.input<T> : unknown
type Get<E, K extends string> = K extends keyof E ? E[K] : undefined

function assertDisjoint(e: Endpoint): void {
  const seen = new Set<string>()
  for (const part of [e.params, e.query, e.headers, e.body]) {
    for (const key of Object.keys(part?.shape ?? {})) {
      if (seen.has(key)) {
        throw new Error(`${e.method} ${e.path}: the field ${key} stands in two parts of the request`)
      }
      seen.add(key)
    }
  }
}
