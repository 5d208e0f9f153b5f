// Signed notes (C2SP signed-note, v1.0.0) with Ed25519: a text of lines, an empty line, and one line for each signature:
// `— <key name> <base64(key id ‖ signature)>`. Reading is strict: what is not exactly such a note is refused.
import assert from 'node:assert/strict'
import { createPublicKey, hash, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { limits } from '../../../shared/limits.ts'

export type NoteProblem = 'malformed' | 'unknown-key' | 'bad-signature' | 'wrong-origin'

/** Why a note cannot be trusted; the message carries nothing of the note. */
export class NoteError extends Error {
  readonly code: NoteProblem
  constructor(code: NoteProblem, message: string) {
    super(message)
    this.name = 'NoteError'
    this.code = code
  }
}

export type NoteSignature = { name: string; keyId: Buffer; signature: Buffer }
/** A note as read, nothing of it trusted yet. The text ends in a newline. */
export type Note = { text: string; signatures: NoteSignature[] }
/** The keys, by id in hex, whose signature under this name is trusted. */
export type NoteVerifier = { name: string; keys: Map<string, KeyObject> }

/** The text, which ends in a newline, with one Ed25519 signature under the key name. */
export function signNote(text: string, { name, privateKey }: { name: string; privateKey: KeyObject }): string {
  assert(isNoteText(text) && text.endsWith('\n'), 'a note is lines of text without control characters')
  assert(isKeyName(name), 'a key name has no white space and no plus')
  const keyId = noteKeyId(name, rawPublicKey(privateKey))
  const signature = sign(null, Buffer.from(text), privateKey)
  return `${text}\n— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`
}

/** Trusts signatures under this name by any of these Ed25519 public keys (32 bytes each): one in use, others retired. */
export function noteVerifier(name: string, publicKeys: readonly Uint8Array[]): NoteVerifier {
  assert(isKeyName(name), 'a key name has no white space and no plus')
  const keys = publicKeys.map((raw) => [noteKeyId(name, raw).toString('hex'), publicKeyFrom(raw)] as const)
  return { name, keys: new Map(keys) }
}

/** The text of a note that a trusted key signed; throws NoteError. Signatures by other keys are passed over. */
export function verifyNote(noteText: string, verifier: NoteVerifier): string {
  const note = parseNote(noteText)
  let trusted = 0
  for (const { name, keyId, signature } of note.signatures) {
    const key = name === verifier.name ? verifier.keys.get(keyId.toString('hex')) : undefined
    if (!key) {
      continue
    }
    if (!verify(null, Buffer.from(note.text), key, signature)) {
      throw new NoteError('bad-signature', 'a signature under a trusted key is wrong')
    }
    trusted += 1
  }
  if (trusted === 0) {
    throw new NoteError('unknown-key', 'no trusted key signed this note')
  }
  return note.text
}

/** Takes a note apart without trusting it; throws NoteError where the format is not met. */
export function parseNote(note: string): Note {
  const isRightSize = note.length <= limits.auditNoteCharacters
  const gap = note.lastIndexOf('\n\n')
  if (!isRightSize || !isNoteText(note) || gap < 1 || !note.endsWith('\n')) {
    throw malformed()
  }
  const lines = note.slice(gap + 2, -1).split('\n')
  if (lines.length > limits.auditNoteSignatures) {
    throw malformed()
  }
  return { text: note.slice(0, gap + 1), signatures: lines.map(parseSignatureLine) }
}

/** The first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): which key, and that it is an Ed25519 one. */
export function noteKeyId(name: string, publicKey: Uint8Array): Buffer {
  const input = Buffer.concat([Buffer.from(`${name}\n`), ed25519, publicKey])
  return hash('sha256', input, 'buffer').subarray(0, keyIdBytes)
}

/** The key as witnesses are told it, `<name>+<key id>+<base64(0x01 ‖ public key)>`: a C2SP verifier key. */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  const encoded = Buffer.concat([ed25519, publicKey]).toString('base64')
  return `${name}+${noteKeyId(name, publicKey).toString('hex')}+${encoded}`
}

/** The 32 bytes of an Ed25519 public key (RFC 8032, 5.1.5), also from its private key. */
export function rawPublicKey(key: KeyObject): Buffer {
  const { crv, x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  assert(crv === 'Ed25519' && x !== undefined, 'notes are signed with Ed25519')
  return Buffer.from(x, 'base64url')
}

/** Key names and origins: at least one character, no white space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name)
}

/** The bytes of standard base64 in its one canonical form, or null. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

const ed25519 = Buffer.of(0x01)
const keyIdBytes = 4
const publicKeyBytes = 32

function publicKeyFrom(raw: Uint8Array): KeyObject {
  assert(raw.length === publicKeyBytes, 'an Ed25519 public key has 32 bytes')
  const x = Buffer.from(raw).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

function parseSignatureLine(line: string): NoteSignature {
  const [dash, name, encoded, ...rest] = line.split(' ')
  const blob = decodeBase64(encoded ?? '')
  if (dash !== '—' || !name || !isKeyName(name) || !blob || blob.length <= keyIdBytes || rest.length > 0) {
    throw malformed()
  }
  return { name, keyId: blob.subarray(0, keyIdBytes), signature: blob.subarray(keyIdBytes) }
}

/** Whole Unicode text, with no control character below U+0020 but the newline. */
function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the control characters are what is looked for
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
}

function malformed(): NoteError {
  return new NoteError('malformed', 'this is not a signed note')
}
