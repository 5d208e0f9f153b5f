// Notes and checkpoints are those of C2SP: the published note of Go's sumdb/note package byte for byte, the published
// sample of tlog-checkpoint, and nothing that is almost one.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  checkpointOrigin,
  checkpointVerifier,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
import { leafHash } from './merkle.ts'
import { keyOf, origin } from './sealed-log.ts'
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
    const privateKey = keyOf(1)
    const note = signNote('one\n\nthree\n', { name: 'quasimodo.example/salvatore', privateKey })
    const verifier = noteVerifier('quasimodo.example/salvatore', [rawPublicKey(privateKey)])
    expect(verifyNote(note, verifier)).toBe('one\n\nthree\n')
  })
})

describe('a checkpoint', () => {
  const sample =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
    '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n'
  const key = keyOf(1)
  const verifier = checkpointVerifier(origin, [rawPublicKey(key)])
  const checkpoint = { origin, size: 12, root: leafHash(Buffer.of()) }
  const note = signCheckpoint(checkpoint, key)

  it('of the specification is read', () => {
    const root = Buffer.from('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62', 'hex')
    expect(parseCheckpoint(sample)).toEqual({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root })
  })

  it('has three lines and one signature, under its origin', () => {
    expect(note).toMatch(
      new RegExp(`^${origin}\n12\nbjQLnP[+]zepicpUTmu3gKLHiQHT[+]zNzh2hRGjBhevoB0=\n\n— ${origin} \\S+\n$`),
    )
    expect(verifyCheckpoint(note, verifier)).toEqual(checkpoint)
  })

  it('is trusted by a retired key and with a witness’s signature added, not by a stranger’s key', () => {
    const stranger = rawPublicKey(generateKeyPairSync('ed25519').privateKey)
    expect(verifyCheckpoint(note, checkpointVerifier(origin, [stranger, rawPublicKey(key)]))).toEqual(checkpoint)
    expect(verifyCheckpoint(note + enochLine, verifier)).toEqual(checkpoint)
    expect(() => verifyCheckpoint(note, checkpointVerifier(origin, [stranger]))).toThrow(
      expect.objectContaining({ code: 'unknown-key' }),
    )
  })

  it('of another practice is not this one’s, though the same key signed it', () => {
    const other = checkpointOrigin('messages.clinic.example', '018f0000-0000-7000-8000-00000000b002')
    const signedByOther = signCheckpoint({ ...checkpoint, origin: other }, key)
    expect(() => verifyCheckpoint(signedByOther, verifier)).toThrow(expect.objectContaining({ code: 'unknown-key' }))
    const text = `${other}\n12\n${checkpoint.root.toString('base64')}\n`
    const renamed = signNote(text, { name: origin, privateKey: key })
    expect(() => verifyCheckpoint(renamed, verifier)).toThrow(expect.objectContaining({ code: 'wrong-origin' }))
  })

  const root = checkpoint.root.toString('base64')
  it.each([
    ['a leading zero', `${origin}\n012\n${root}\n`],
    ['a sign', `${origin}\n+12\n${root}\n`],
    ['no size', `${origin}\n\n${root}\n`],
    ['a size beyond any log', `${origin}\n9007199254740993\n${root}\n`],
    ['a short root', `${origin}\n12\n${root.slice(4)}\n`],
    ['a root in base64url', `${origin}\n12\n${root.replaceAll('+', '-')}\n`],
    ['two lines', `${origin}\n12\n`],
    ['an extension line', `${origin}\n12\n${root}\nmore\n`],
    ['an origin with a space', `${origin} x\n12\n${root}\n`],
  ])('with %s is none, though it is signed', (_name, body) => {
    const signed = signNote(body, { name: origin, privateKey: key })
    expect(() => verifyCheckpoint(signed, verifier)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

function publicPart(key: string): Buffer {
  const encoded = key.split('+').slice(2).join('+')
  return Buffer.from(encoded, 'base64').subarray(1)
}
