// Rows in the binary form of PostgreSQL's COPY (documentation of COPY, "Binary Format"): a header, then for each row the number of
// its fields and each field after its length, -1 for null.

export type ColumnType = 'uuid' | 'bytea' | 'text' | 'int' | 'bigint' | 'bool' | 'timestamptz'
export type Value = string | number | boolean | Date | Buffer | null | undefined
type Column = { type: ColumnType; values: Value[] }

/** Every row begins with the practice. */
export function encodeRows(practiceId: string, columns: Column[]): Buffer {
  const rows = columns[0]?.values.length ?? 0
  const out = { bytes: Buffer.allocUnsafe(64 + rows * (32 + columns.length * 24)), at: 0 }
  out.at += header.copy(out.bytes)
  for (let row = 0; row < rows; row++) {
    makeRoom(out, 2)
    out.at = out.bytes.writeInt16BE(columns.length + 1, out.at)
    writeField(out, 'uuid', practiceId)
    for (const { type, values } of columns) {
      writeField(out, type, values[row])
    }
  }
  makeRoom(out, 2)
  out.at = out.bytes.writeInt16BE(-1, out.at)
  return out.bytes.subarray(0, out.at)
}

/** Signature, no flags, no extension. */
const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
/** PostgreSQL counts microseconds from 2000 on. */
const epochMs = Date.UTC(2000, 0, 1)

type Out = { bytes: Buffer; at: number }

function makeRoom(out: Out, bytes: number): void {
  if (out.at + bytes > out.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(out.bytes.length * 2, out.at + bytes))
    out.bytes.copy(larger, 0, 0, out.at)
    out.bytes = larger
  }
}

function writeField(out: Out, type: ColumnType, value: Value): void {
  makeRoom(out, 20)
  if (value === null || value === undefined) {
    out.at = out.bytes.writeInt32BE(-1, out.at)
    return
  }
  switch (type) {
    case 'uuid': {
      out.at = out.bytes.writeInt32BE(16, out.at)
      out.at += out.bytes.write(String(value).replaceAll('-', ''), out.at, 'hex')
      return
    }
    case 'text':
    case 'bytea': {
      const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf8')
      makeRoom(out, 4 + bytes.length)
      out.at = out.bytes.writeInt32BE(bytes.length, out.at)
      out.at += bytes.copy(out.bytes, out.at)
      return
    }
    case 'int': {
      out.at = out.bytes.writeInt32BE(4, out.at)
      out.at = out.bytes.writeInt32BE(Number(value), out.at)
      return
    }
    case 'bigint': {
      out.at = out.bytes.writeInt32BE(8, out.at)
      out.at = out.bytes.writeBigInt64BE(BigInt(Number(value)), out.at)
      return
    }
    case 'bool': {
      out.at = out.bytes.writeInt32BE(1, out.at)
      out.at = out.bytes.writeUInt8(value === true ? 1 : 0, out.at)
      return
    }
    case 'timestamptz': {
      const ms = value instanceof Date ? value.getTime() : Number.NaN
      out.at = out.bytes.writeInt32BE(8, out.at)
      out.at = out.bytes.writeBigInt64BE(BigInt(Math.round((ms - epochMs) * 1000)), out.at)
      return
    }
    default: {
      const none: never = type
      throw new Error(`a column of ${String(none)} is not written`)
    }
  }
}
