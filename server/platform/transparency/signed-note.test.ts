// Notes are those of C2SP: the published note of Go's sumdb/note package byte for byte, and nothing that is almost one.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { noteVerifier, parseNote, rawPublicKey, signNote, verifierKey, verifyNote } from './signed-note.ts'

const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterSeed = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const enochKey = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const peterLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const enochLine =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'
const peter = noteVerifier('PeterNeumann', [publicPart(peterKey)])
const enoch = noteVerifier('EnochRoot', [publicPart(enochKey)])

describe("the note of Go's sumdb/note", () => {
  it('is signed to the same bytes', () => {
    const pkcs8 = Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.from(peterSeed, 'base64').subarray(1),
    ])
    const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    expect(signNote(text, { name: 'PeterNeumann', privateKey })).toBe(`${text}\n${peterLine}`)
    expect(verifierKey('PeterNeumann', rawPublicKey(privateKey))).toBe(peterKey)
  })

  it('verifies with either signer, and passes over the signature of the other', () => {
    expect(verifyNote(`${text}\n${peterLine}`, peter)).toBe(text)
    expect(verifyNote(`${text}\n${peterLine}${enochLine}`, peter)).toBe(text)
    expect(verifyNote(`${text}\n${peterLine}${enochLine}`, enoch)).toBe(text)
  })

  it.each([
    ['another signer', `${text}\n${enochLine}`, 'unknown-key'],
    ['another name', `${text}\n${peterLine.replace('Peter', 'Paula')}`, 'unknown-key'],
    ['another key id', `${text}\n${peterLine.replace('x08go', 'x08gp')}`, 'unknown-key'],
    ['another text', `${text.replace('answer', 'Answer')}\n${peterLine}`, 'bad-signature'],
    ['a changed signature', `${text}\n${peterLine.replace('ZJku', 'ZJkv')}`, 'bad-signature'],
    ['a longer signature', `${text}\n${peterLine.replace('ZJku', 'ZJkuABCD')}`, 'bad-signature'],
    ['a good and a bad signature', `${text}\n${peterLine}${peterLine.replace('ZJku', 'ZJkv')}`, 'bad-signature'],
  ])('is refused with %s', (_name, note, code) => {
    expect(() => verifyNote(note, peter)).toThrow(expect.objectContaining({ name: 'NoteError', code }))
  })

  it.each([
    ['no signature', text],
    ['an empty signature block', `${text}\n`],
    ['no newline at the end', `${text}\n${peterLine.slice(0, -1)}`],
    ['a control character', `\u0001${text}\n${peterLine}`],
    ['a carriage return', `${text.replaceAll('\n', '\r\n')}\n${peterLine}`],
    ['a lone surrogate', `\ud800${text}\n${peterLine}`],
    ['a name with a space', `${text}\n${peterLine.replace('PeterNeumann', 'Peter Neumann')}`],
    ['a name with a no-break space', `${text}\n${peterLine.replace('PeterNeumann', 'Peter\u00a0Neumann')}`],
    ['a name with a plus', `${text}\n${peterLine.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['a hyphen for the dash', `${text}\n${peterLine.replace('—', '-')}`],
    ['a stray line', `${text}\n${peterLine}Unexpected line.\n`],
    ['base64 without its padding', `${text}\n${peterLine.replace('=', '')}`],
    ['base64 with spare bits', `${text}\n${peterLine.replace('AM=', 'AN=')}`],
    ['a key id alone', `${text}\n— PeterNeumann x08gow==\n`],
    ['too many signatures', `${text}\n${enochLine.repeat(32)}${peterLine}`],
    ['too much text', `${text.repeat(700)}\n${peterLine}`],
  ])('is no note with %s', (_name, note) => {
    expect(() => parseNote(note)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('may have empty lines in its text', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const note = signNote('one\n\nthree\n', { name: 'quasimodo.example/salvatore', privateKey })
    const verifier = noteVerifier('quasimodo.example/salvatore', [rawPublicKey(privateKey)])
    expect(verifyNote(note, verifier)).toBe('one\n\nthree\n')
  })
})

function publicPart(key: string): Buffer {
  const encoded = key.split('+').slice(2).join('+')
  return Buffer.from(encoded, 'base64').subarray(1)
}
