// Checkpoints are those of C2SP: the published sample of tlog-checkpoint, and nothing that is almost one.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { leafHash } from '../platform/transparency/merkle.ts'
import { rawPublicKey, signNote } from '../platform/transparency/signed-note.ts'
import {
  checkpointOrigin,
  checkpointVerifier,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
import { keyOf, origin } from './sealed-log.fixture.ts'

const witnessLine =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'

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
    expect(verifyCheckpoint(note + witnessLine, verifier)).toEqual(checkpoint)
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
