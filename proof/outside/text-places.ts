// Where in a request a person may put what they like, read from the contract: in every parameter of the address, and in the
// strings of a body that are bound to no list and no form.
export type Schema = {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  exclusiveMinimum?: number
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}
export type Parameter = { name: string; in: string; schema: Schema }

/** Whether any string in it is free. */
export function isTextTaken(schema: Schema | undefined): boolean {
  if (schema === undefined) {
    return false
  }
  const inside = [...Object.values(schema.properties ?? {}), ...waysOf(schema), ...insideOf(schema)]
  return isFree(schema) || inside.some(isTextTaken)
}

/** The same JSON with a star behind each string that is free. */
export function starText(json: string, schema: Schema | undefined): string {
  return schema === undefined ? json : JSON.stringify(starred(JSON.parse(json), schema))
}

/** The same JSON with a word in each string that is free and was left out. */
export function fillText(json: string, schema: Schema | undefined): string {
  return schema === undefined ? json : JSON.stringify(filled(JSON.parse(json), schema))
}

/** The same address with every parameter that it may have, each with a value that is one. */
export function fillQuery(path: string, parameters: Parameter[]): string {
  const [before = '', query = ''] = path.split('?')
  const asked = new URLSearchParams(query)
  for (const { name, schema } of parameters.filter((parameter) => parameter.in === 'query')) {
    const value = asked.get(name) ?? sampleOf(schema)
    if (value !== undefined) {
      asked.set(name, value)
    }
  }
  return asked.size > 0 ? `${before}?${asked}` : before
}

function starred(value: unknown, schema: Schema): unknown {
  if (typeof value === 'string') {
    return [schema, ...waysOf(schema)].some(isFree) ? `${value}*` : value
  }
  if (Array.isArray(value)) {
    const [items] = [schema, ...waysOf(schema)].flatMap(({ items }) => items ?? [])
    return items === undefined ? value : value.map((each) => starred(each, items))
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const field = [schema, ...waysOf(schema)].flatMap((way) => way.properties?.[name] ?? insideOf(way))[0]
        return [name, field === undefined ? each : starred(each, field)]
      }),
    )
  }
  return value
}

/** What has a form beyond what the contract says of it; null where only the server can make one. */
const formed: Record<string, string | null> = {
  email: 'somebody@example.test',
  phone: '416-555-0199',
  timeZone: 'America/Toronto',
  bookingUrl: 'https://example.test/',
  healthNumber: null,
  cursor: null,
}

function filled(value: unknown, schema: Schema): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value
  }
  const all = Object.entries(schema.properties ?? {})
  const left = all.filter(([name, field]) => !(name in value) && [field, ...waysOf(field)].some(isFree))
  const inside = Object.entries(value).map(([name, each]) => [name, filled(each, schema.properties?.[name] ?? {})])
  const made = left.flatMap(([name]) => (formed[name] === null ? [] : [[name, formed[name] ?? 'word']]))
  return Object.fromEntries([...inside, ...made])
}

function isFree({ type, format, pattern, enum: list, ...more }: Schema): boolean {
  return type === 'string' && format === undefined && pattern === undefined && list === undefined && !('const' in more)
}

function waysOf({ anyOf = [], oneOf = [], allOf = [] }: Schema): Schema[] {
  return [...anyOf, ...oneOf, ...allOf]
}

function insideOf({ items, additionalProperties }: Schema): Schema[] {
  return [items, additionalProperties].filter((each) => typeof each === 'object')
}

/** Ids and places in a list are made by the server: what has none in the request goes without. */
function sampleOf(schema: Schema): string | undefined {
  const { type, format, enum: list, minimum, exclusiveMinimum, pattern } = schema
  const today = new Date().toISOString()
  if (list !== undefined) {
    return String(list[0])
  }
  if (type === 'integer') {
    return String(minimum ?? (exclusiveMinimum ?? 0) + 1)
  }
  if ('const' in schema) {
    return String(schema.const)
  }
  if (format === 'date-time') {
    return today
  }
  if (format === 'date') {
    return today.slice(0, 10)
  }
  if (pattern?.startsWith('^\\d{4}-\\d\\d') === true) {
    return today.slice(0, 7)
  }
  return pattern?.startsWith('^[a-z]') === true ? 'sign-in' : undefined
}
