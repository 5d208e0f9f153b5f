import { parse } from 'libpg-query'

/** A node of PostgreSQL's own syntax tree, as its parser hands it out: `{ SelectStmt: { … } }`. */
type Node = { [name: string]: unknown }
/** The tables a query can name, by alias; what it does not find it looks for in the query around it. */
type Scope = { around: Scope | null; places: Map<string, Place>; withs: Set<string> }
/** One use of a table; two places joined by practice_id share a root, and a root is bound once it equals a parameter. */
type Place = { table: string; isTenant: boolean; root: Place | null; isBound: boolean }

/**
 * The tables of a practice that a statement does not tie to one practice by `practice_id = $n`, directly or through a join
 * on practice_id. Such a statement would ask every shard where rows are spread by practice. Row-level security does not
 * count: its practice comes from a function, which a distributed planner cannot route by.
 */
export async function unboundTables(text: string, tenantTables: ReadonlySet<string>): Promise<string[]> {
  const { stmts = [] } = (await parse(text)) as { stmts?: { stmt?: Node }[] }
  const places: Place[] = []
  for (const { stmt } of stmts) {
    visit(stmt ?? {}, null, { tenantTables, places })
  }
  return [
    ...new Set(places.filter((place) => place.isTenant && !rootOf(place).isBound).map(({ table }) => table)),
  ].sort()
}

type Visit = { tenantTables: ReadonlySet<string>; places: Place[] }

/** Walks any node; a query opens a scope of its own. */
function visit(node: unknown, around: Scope | null, all: Visit): void {
  if (Array.isArray(node)) {
    node.forEach((part) => visit(part, around, all))
    return
  }
  if (!isNode(node)) {
    return
  }
  for (const [name, value] of Object.entries(node)) {
    if (['SelectStmt', 'UpdateStmt', 'DeleteStmt', 'InsertStmt'].includes(name) && isNode(value)) {
      visitQuery(name, value, around, all)
    } else {
      visit(value, around, all)
    }
  }
}

function visitQuery(kind: string, query: Node, around: Scope | null, all: Visit): void {
  const scope: Scope = { around, places: new Map(), withs: new Set() }
  for (const { CommonTableExpr: one } of listOf((query['withClause'] as Node | undefined)?.['ctes'])) {
    const { ctename, ctequery } = one as { ctename: string; ctequery: Node }
    scope.withs.add(ctename)
    visit(ctequery, scope, all)
  }
  if (kind === 'SelectStmt' && query['larg'] !== undefined) {
    visitQuery(kind, query['larg'] as Node, scope, all)
    visitQuery(kind, query['rarg'] as Node, scope, all)
    return
  }
  const conditions: unknown[] = []
  if (isNode(query['relation'])) {
    const target = addTable(query['relation'], scope, all)
    if (kind === 'InsertStmt') {
      target.isBound = insertsPractice(query)
    }
  }
  for (const source of [...listOf(query['fromClause']), ...listOf(query['usingClause'])]) {
    addSource(source, scope, conditions, all)
  }
  conditions.push(query['whereClause'])
  conditions.forEach((condition) => bind(condition, scope))
  const { withClause: _with, relation: _relation, fromClause: _from, usingClause: _using, ...rest } = query
  visit(Object.values(rest), scope, all)
  visit(conditions.slice(0, -1), scope, all)
}

function addSource(source: Node, scope: Scope, conditions: unknown[], all: Visit): void {
  const { RangeVar: table, JoinExpr: join, RangeSubselect: derived } = source as { [name: string]: Node | undefined }
  if (table !== undefined) {
    addTable(table, scope, all)
  } else if (join !== undefined) {
    addSource(join['larg'] as Node, scope, conditions, all)
    addSource(join['rarg'] as Node, scope, conditions, all)
    conditions.push(join['quals'])
  } else if (derived !== undefined) {
    // What is inside is judged by itself; its rows are then of one practice.
    visit(derived['subquery'], scope, all)
    addPlace(aliasOf(derived) ?? '', scope, { table: '', isTenant: false, root: null, isBound: true })
  } else {
    visit(source, scope, all)
  }
}

function addTable(range: Node, scope: Scope, all: Visit): Place {
  const table = String(range['relname'])
  const isWith = isNamedInWith(table, scope)
  const isTenant = !isWith && all.tenantTables.has(table)
  const place: Place = { table, isTenant, root: null, isBound: isWith }
  all.places.push(place)
  return addPlace(aliasOf(range) ?? table, scope, place)
}

function addPlace(alias: string, scope: Scope, place: Place): Place {
  scope.places.set(alias, place)
  return place
}

/** `a.practice_id = $1` binds, `a.practice_id = b.practice_id` joins; only what must hold (AND) counts. */
function bind(condition: unknown, scope: Scope): void {
  if (!isNode(condition)) {
    return
  }
  const both = condition['BoolExpr'] as Node | undefined
  if (both?.['boolop'] === 'AND_EXPR') {
    listOf(both['args']).forEach((part) => bind(part, scope))
    return
  }
  const comparison = condition['A_Expr'] as Node | undefined
  if (comparison?.['kind'] !== 'AEXPR_OP' || !isEqualsSign(comparison['name'])) {
    return
  }
  const [left, right] = [comparison['lexpr'], comparison['rexpr']].map((side) => ({
    place: placeOf(side, scope),
    isGiven: isGiven(side),
  }))
  if (left?.place && right?.place) {
    join(left.place, right.place)
  } else if (left?.place && right?.isGiven) {
    rootOf(left.place).isBound = true
  } else if (right?.place && left?.isGiven) {
    rootOf(right.place).isBound = true
  }
}

function join(one: Place, other: Place): void {
  const [root, branch] = [rootOf(one), rootOf(other)]
  if (root !== branch) {
    branch.root = root
    root.isBound ||= branch.isBound
  }
}

function rootOf(place: Place): Place {
  return place.root === null ? place : rootOf(place.root)
}

/** The place whose practice_id (of the table practices: also its id) this expression is. */
function placeOf(expression: unknown, scope: Scope): Place | undefined {
  const column = isNode(expression) ? (expression['ColumnRef'] as Node | undefined) : undefined
  const names = listOf(column?.['fields']).map((field) => String((field['String'] as Node | undefined)?.['sval']))
  const place = names.length === 1 ? onlyTenant(scope) : lookUp(names.at(-2) ?? '', scope)
  const name = names.at(-1)
  return name === 'practice_id' || (name === 'id' && place?.table === 'practices') ? place : undefined
}

function onlyTenant(scope: Scope): Place | undefined {
  const [only, ...others] = [...scope.places.values()].filter(({ isTenant }) => isTenant)
  return others.length === 0 ? only : undefined
}

function lookUp(alias: string, scope: Scope | null): Place | undefined {
  return scope === null ? undefined : (scope.places.get(alias) ?? lookUp(alias, scope.around))
}

function isNamedInWith(name: string, scope: Scope | null): boolean {
  return scope !== null && (scope.withs.has(name) || isNamedInWith(name, scope.around))
}

/** A parameter or a constant, cast or not. */
function isGiven(expression: unknown): boolean {
  if (!isNode(expression)) {
    return false
  }
  const cast = expression['TypeCast'] as Node | undefined
  return 'ParamRef' in expression || 'A_Const' in expression || (cast !== undefined && isGiven(cast['arg']))
}

/** Every row's practice_id is given, or comes from a query that is judged by itself. */
function insertsPractice(insert: Node): boolean {
  const at = listOf(insert['cols']).findIndex((column) => (column['ResTarget'] as Node)['name'] === 'practice_id')
  const select = (insert['selectStmt'] as Node | undefined)?.['SelectStmt'] as Node | undefined
  const rows = listOf(select?.['valuesLists'])
  return at >= 0 && rows.every((row) => isGiven(listOf((row['List'] as Node)['items'])[at]))
}

function isEqualsSign(name: unknown): boolean {
  const [sign] = listOf(name)
  return (sign?.['String'] as Node | undefined)?.['sval'] === '='
}

function aliasOf(range: Node): string | undefined {
  const name = (range['alias'] as Node | undefined)?.['aliasname']
  return typeof name === 'string' ? name : undefined
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
