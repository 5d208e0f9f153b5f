import type { Api } from '../../shared/api/index.ts'
import type { WireInputOf, WireResultOf } from '../../shared/endpoint.ts'

type Endpoints = Api[keyof Api]
/** Bodies of bytes are not calls: uploads have `upload()`, downloads are links. */
type Streams = Api['uploadAttachment'] | Api['downloadAttachment']
type NameOf<E extends { method: string; path: string }> = `${E['method']} ${E['path']}`
type ByRoute = { [E in Exclude<Endpoints, Streams> as NameOf<E>]: E }

/** 'GET /api/session' and so on: every call of the contract, as one literal. */
export type Route = keyof ByRoute
/** What the caller gives: path, query and body fields in one flat object. */
export type InputOf<R extends Route> = Flat<WireInputOf<ByRoute[R]>>
/** What the caller gets, as it is on the wire (instants are ISO strings). */
export type OutputOf<R extends Route> = WireResultOf<ByRoute[R]>
/** The calls that only read. */
export type ReadRoute = Extract<Route, `GET ${string}`>

type Flat<T> = { [K in keyof T]: T[K] }
