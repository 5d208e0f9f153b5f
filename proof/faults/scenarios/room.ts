import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { api } from '../../../shared/api/index.ts'
import { common as english } from '../../../shared/locales/en/common.ts'
import { common as french } from '../../../shared/locales/fr/common.ts'
import { limits } from '../../../shared/limits.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type Answer, ask, exchange, insist } from '../stage/client.ts'
import type { Server } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { playOnVolumes, type VolumeName, type Volumes } from '../stage/volumes.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** How long it may take until it is known how full a volume is: a few looks. */
const mostKnownMs = 4 * limits.volumeLookMs
const token = 'only-for-the-faults'
/** As /metrics calls them. */
const names: Record<VolumeName, string> = { files: 'files', data: 'database-1', log: 'database-2' }

export const room: Scenario = {
  rows: ['R8', 'R9', 'R10'],
  does: 'the same volumes filling up: told of at 80 %; at 95 % files or messages are refused in words, and all else goes on; then there is room',
  runs: 2,
  quick: null,
  plant: 'a server that does not see how full its volumes are',
  play: ({ seed, runs, isPlanted, tell }) =>
    playOnVolumes({ data: 512, log: 512, files: 64 }, (stage, volumes) =>
      playOn({ stage, volumes, tally: { told: 0, refused: 0, taken: 0 } }, { seed, runs, isPlanted, tell }),
    ),
}

type Tally = { told: number; refused: number; taken: number }
type On = { stage: Stage; volumes: Volumes; tally: Tally }
type Scene = { server: Server; world: World; conversationId: string }

async function playOn(
  { stage, volumes, tally }: On,
  { seed, runs, isPlanted, tell }: { seed: number; runs: number; isPlanted: boolean; tell(line: string): void },
): Promise<Outcome> {
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, 4)
  const env = { METRICS_TOKEN: token, DATABASE_VOLUMES: `${volumes.data.path},${volumes.log.path}` }
  const server = await stage.start({ env, preload: isPlanted ? ['sees-no-volumes'] : [] })
  // Slow enough not to use up by itself what is left of a volume.
  const traffic = startTraffic({
    world,
    where: () => server.port,
    random,
    writers: 3,
    withFiles: true,
    pauseMs: 150,
    giveUpMs: 180_000,
  })
  await traffic.reach(10)
  const scene = { server, world, conversationId: await begin(server, world) }
  const violations: string[] = []
  for (let run = 0; run < runs && violations.length === 0; run++) {
    for (const name of ['files', 'data', 'log'] as const) {
      violations.push(...(await fillUp(scene, { name, volume: volumes[name], tally })))
      await volumes[name].free()
    }
    tell(`run ${run + 1}: ${world.ledger.messages.length} messages`)
  }
  violations.push(...(await traffic.stop()))
  violations.push(...(server.isRunning ? [] : ['the server ended']))
  violations.push(...(stage.postgres.isRunning ? [] : ['PostgreSQL ended']))
  await server.stop()
  await stage.drain(3 * 3_600_000)
  violations.push(...(await checkAll(evidenceOf(stage, world))))
  return {
    violations,
    figures: {
      'volumes filled up': runs * Object.keys(volumes).length,
      'acknowledged messages': world.ledger.messages.length,
      'acknowledged files': world.ledger.files.length,
      'until it was told, at most, ms': Math.round(tally.told),
      'until it was refused, at most, ms': Math.round(tally.refused),
      'until all was taken again, at most, ms': Math.round(tally.taken),
    },
  }
}

type Filling = { name: VolumeName; volume: Volumes[VolumeName]; tally: Tally }

async function fillUp(scene: Scene, { name, volume, tally }: Filling): Promise<string[]> {
  const { server } = scene
  const told = async (wanted: string): Promise<number | null> => untilVolumes(server, wanted)
  await volume.fillTo(0.85)
  const toldMs = await told('low')
  if (toldMs === null) {
    return [`${name}: at 85 % nobody was told`]
  }
  const violations = (await judge(scene, [])).map((words) => `${name} at 85 %: ${words}`)
  const share = await usedShare(server, names[name])
  violations.push(...(share >= 0.8 && share < 0.95 ? [] : [`${name} at 85 %: /metrics says ${share}`]))

  await volume.fillTo(0.96)
  const refusedMs = await told('full')
  if (refusedMs === null) {
    return [...violations, `${name}: at 96 % all was still taken`]
  }
  // What was refused is asked again under the same ids.
  const asked = newAsked()
  const held = name === 'files' ? (['file'] as const) : (['start', 'answer'] as const)
  violations.push(...(await judge(scene, held, asked)).map((words) => `${name} at 96 %: ${words}`))
  const isSaid = await server.hasSaid('nearly full', `"volume":"${names[name]}"`)
  violations.push(...(isSaid ? [] : [`${name} at 96 %: the log says nothing`]))

  await volume.free()
  const takenMs = await told('ok')
  if (takenMs === null) {
    return [...violations, `${name}: with room again it was still refused`]
  }
  violations.push(...(await judge(scene, [], asked)).map((words) => `${name} with room again: ${words}`))
  tally.told = Math.max(tally.told, toldMs)
  tally.refused = Math.max(tally.refused, refusedMs)
  tally.taken = Math.max(tally.taken, takenMs)
  return violations
}

/** Milliseconds until /readyz says this of the volumes; null when it does not in time. */
async function untilVolumes({ port }: Server, wanted: string): Promise<number | null> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < mostKnownMs) {
    const answer = await exchange(port, { method: 'GET', url: '/readyz', headers: {} }).catch(() => null)
    const { checks } = (answer?.body ?? {}) as { checks?: { volumes: string } }
    if (answer?.status === 200 && checks?.volumes === wanted) {
      return performance.now() - startedAt
    }
    await sleep(50)
  }
  return null
}

async function usedShare({ port }: Server, volume: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const { text } = await exchange(port, { method: 'GET', url: '/metrics', headers })
  return Number(new RegExp(`^threadwell_volume_used_ratio\\{volume="${volume}"\\} (\\S+)$`, 'm').exec(text)?.[1])
}

async function begin({ port }: Server, { patients: [patient], practice }: World): Promise<string> {
  const { conversationId, start } = newAsked()
  const input = { ...start, topicId: practice.topic.id }
  const { status } = await insist(
    (at) => ask(at, patientOf(patient), api.startConversation, input),
    () => port,
  )
  if (status !== 200) {
    throw new Error(`a conversation was answered ${status}`)
  }
  return conversationId
}

function patientOf<P>(patient: P | undefined): P {
  if (patient === undefined) {
    throw new Error('a world has patients')
  }
  return patient
}

type Asked = ReturnType<typeof newAsked>
function newAsked() {
  const [conversationId, messageId, answerId] = [uuidv7(), uuidv7(), uuidv7()]
  return {
    conversationId,
    start: { conversationId, messageId, subject: '', text: `A question ${messageId}.`, attachmentIds: [] },
    answer: { messageId: answerId, text: `One more thing ${answerId}.`, attachmentIds: [] },
    file: { draftId: uuidv7(), attachmentId: uuidv7() },
  }
}

/** Each thing that people do, once: it is done, or it is among what is held back and refused in words, in both languages. */
async function judge(
  { server: { port }, world, conversationId }: Scene,
  held: readonly ('file' | 'start' | 'answer')[],
  asked: Asked = newAsked(),
): Promise<string[]> {
  const patient = patientOf(world.patients[0])
  const { nurse, practice } = world
  const as = (language: string) => ({ ...patient, as: { ...patient.as, 'accept-language': language } })
  const file = async (language: string): Promise<Answer> => {
    const wire = requestOf(api.uploadAttachment, as(language), { ...asked.file, 'x-file-name': 'note.txt' })
    const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
    return exchange(port, { method: wire.method, url: wire.url, headers, payload: 'A note of mine.' })
  }
  const topicId = practice.topic.id
  const save = (caller: typeof patient, draftId: string) =>
    ask(port, caller, api.saveDraft, { draftId, topicId, text: '', subject: '', version: 0 })
  const reply = (messageId: string) =>
    ask(port, nurse, api.sendMessage, { conversationId, messageId, text: `Read ${messageId}.`, attachmentIds: [] })
  await insist(
    () => save(patient, asked.file.draftId),
    () => port,
  )
  const acts: Record<string, (language: string) => Promise<Answer>> = {
    draft: (language) => save(as(language), uuidv7()),
    file,
    start: (language) => ask(port, as(language), api.startConversation, { ...asked.start, topicId }),
    answer: (language) => ask(port, as(language), api.sendMessage, { ...asked.answer, conversationId }),
    list: (language) => ask(port, as(language), api.listConversations, {}),
    read: () => ask(port, nurse, api.readConversation, { conversationId }),
    reply: () => reply(uuidv7()),
  }
  const violations: string[] = []
  for (const [name, act] of Object.entries(acts)) {
    const isHeld = (held as readonly string[]).includes(name)
    for (const [language, { problems }] of Object.entries({ en: english, fr: french })) {
      const { status, retryAfter, body } = await act(language)
      const title = (body as { title?: string } | undefined)?.title
      const words = problems['no-room']
      const isFine = isHeld ? status === 503 && Number(retryAfter) > 0 && title === words : status === 200
      violations.push(...(isFine ? [] : [`${name} was answered ${status}: ${title ?? 'without words'}`]))
    }
  }
  return violations
}
