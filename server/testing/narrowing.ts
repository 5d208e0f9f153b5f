import { parse } from 'libpg-query'

type Node = Record<string, unknown>

/** What of a migration an older version, which runs beside the newer one meanwhile, could stumble over; in words, for each. */
export async function narrowingIn(sql: string): Promise<string[]> {
  const { stmts } = (await parse(sql)) as { stmts: { stmt: Node }[] }
  const statements = stmts.map(({ stmt }) => stmt)
  const made = new Set(statements.flatMap((stmt) => nameOf(within(stmt, 'CreateStmt')['relation'])))
  const commands = statements.flatMap((stmt) => {
    const { relation, cmds = [] } = within(stmt, 'AlterTableStmt') as { relation?: unknown; cmds?: Node[] }
    const [table = ''] = nameOf(relation)
    return made.has(table) ? [] : cmds.map((command) => ({ table, command: within(command, 'AlterTableCmd') }))
  })
  const columns = new Set(
    commands.flatMap(({ table, command }) => {
      const added = wordOf(within(command['def'], 'ColumnDef')['colname'])
      return command['subtype'] === 'AT_AddColumn' ? [`${table}.${added}`] : []
    }),
  )
  const dropped = new Set(
    commands.flatMap(({ table, command }) =>
      command['subtype'] === 'AT_DropConstraint' ? [`${table}.${wordOf(command['name'])}`] : [],
    ),
  )
  return [
    ...statements.flatMap((stmt) => narrowingStatement(stmt, made)),
    ...commands.flatMap(({ table, command }) => narrowingCommand(table, command, columns, dropped)),
  ]
}

function narrowingStatement(stmt: Node, made: Set<string>): string[] {
  const drop = within(stmt, 'DropStmt')
  // Of an index too: `on conflict` names the columns of a unique one.
  if (drop['removeType'] !== undefined) {
    return [`drops: ${wordOf(drop['removeType']).replace('OBJECT_', '').toLowerCase()}`]
  }
  const rename = within(stmt, 'RenameStmt')
  if (rename['renameType'] !== undefined) {
    return [`renames: ${wordOf(rename['newname'])}`]
  }
  const index = within(stmt, 'IndexStmt')
  const [table = ''] = nameOf(index['relation'])
  if (index['unique'] === true && !made.has(table)) {
    return [`a unique index on ${table}, in which there is something already`]
  }
  const grant = within(stmt, 'GrantStmt')
  const isOfRoles = JSON.stringify(grant['grantees'] ?? []).includes('threadwell_')
  return grant['objtype'] !== undefined && grant['is_grant'] !== true && isOfRoles ? ['revokes what a role may do'] : []
}

function narrowingCommand(table: string, command: Node, columns: Set<string>, dropped: Set<string>): string[] {
  const name = wordOf(command['name'])
  switch (command['subtype']) {
    case 'AT_DropColumn':
      return [`drops the column ${table}.${name}`]
    case 'AT_AlterColumnType':
      return [`changes the type of ${table}.${name}`]
    case 'AT_SetNotNull':
      return [`demands ${table}.${name}`]
    case 'AT_DropNotNull':
      return [`lets ${table}.${name} be empty`]
    case 'AT_ColumnDefault':
      return command['def'] === undefined ? [`takes the default of ${table}.${name}`] : []
    case 'AT_AddColumn': {
      const { colname, constraints = [] } = within(command['def'], 'ColumnDef') as {
        colname?: string
        constraints?: Node[]
      }
      const kinds = constraints.map((each) => within(each, 'Constraint')['contype'])
      const isDemanded =
        kinds.includes('CONSTR_NOTNULL') && !kinds.includes('CONSTR_DEFAULT') && !kinds.includes('CONSTR_GENERATED')
      return isDemanded ? [`demands the new column ${table}.${colname}`] : []
    }
    case 'AT_AddConstraint': {
      const constraint = within(command['def'], 'Constraint')
      const title = wordOf(constraint['conname'] ?? constraint['contype'])
      const isOfNew = [...columns].some((column) => {
        const [of, word = ''] = column.split('.')
        return of === table && JSON.stringify(constraint).includes(`"${word}"`)
      })
      return dropped.has(`${table}.${title}`) || isOfNew ? [] : [`a new constraint on ${table}: ${title}`]
    }
    default:
      return []
  }
}

function within(node: unknown, kind: string): Node {
  const inside = (node as Node | undefined)?.[kind]
  return typeof inside === 'object' && inside !== null ? (inside as Node) : {}
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function nameOf(relation: unknown): string[] {
  const name = (relation as { relname?: string } | undefined)?.relname
  return name === undefined ? [] : [name]
}
