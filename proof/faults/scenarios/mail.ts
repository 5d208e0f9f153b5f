import { seededRandom } from '../../../bench/seeded.ts'
import type { MailBehaviour } from '../../../server/testing/mail-server.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

const minutes = 60_000
/** Of shifted clock: two hours each of a server that is away, that says "not now", and that hangs up in the last line. */
const outages: { behaviour: MailBehaviour | 'away'; minutes: number }[] = [
  { behaviour: 'away', minutes: 120 },
  { behaviour: 'busy', minutes: 120 },
  { behaviour: 'cut', minutes: 120 },
]
const stepMinutes = 20
/** A conversation each, and a notice when somebody has written. */
const people = 40
/** The longest pause between two tries is an hour; a quarter of it is left to chance. */
const mostMinutesAfter = 80

export const mail: Scenario = {
  rows: ['R17'],
  does: 'no mail for six hours of shifted clock: away, "not now", cut in the last line; then everybody is told once',
  runs: 1,
  quick: null,
  plant: 'a notice whose mail was not taken is called sent',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const unplant = isPlanted ? await plantAtUpdate(stage, 'notices', callItSent) : async () => {}
    const violations: string[] = []
    const waits: number[] = []
    let told = 0
    for (let run = 0; run < runs; run++) {
      const random = seededRandom(seed + run)
      const world = await openWorld(stage.house, people)
      // Its worker would send by the true clock; here the sweeps run in this process, by the shifted one.
      const server = await stage.start({ command: 'web' })
      const before = stage.mail.received.length
      const traffic = startTraffic({ world, where: () => server.port, random, writers: people, pauseMs: 3_000 })
      await goThroughOutages(stage)
      violations.push(...(await traffic.stop()))
      if (stage.mail.received.length > before) {
        violations.push(`${stage.mail.received.length - before} mails were taken while none were`)
      }
      await setMail(stage, 'accept')
      const due = () => countNotices(stage, world.practice.id, 'due')
      let waited = 0
      for (; waited < mostMinutesAfter && (await due()) > 0; waited += stepMinutes / 2) {
        await stage.drain((stepMinutes / 2) * minutes)
      }
      waits.push(waited)
      violations.push(...(await checkAll(evidenceOf(stage, world))))
      const sent = await countNotices(stage, world.practice.id, 'sent')
      const received = stage.mail.received.length - before
      if (received !== sent) {
        violations.push(`${sent} notices are called sent, ${received} mails arrived`)
      }
      told += sent
      tell(`seed ${seed + run}: ${world.ledger.messages.length} messages sent without mail, ${sent} notices afterwards`)
      await server.stop()
    }
    await unplant()
    return {
      violations,
      figures: {
        outages: runs,
        notices: told,
        'minutes of shifted clock until all were told, at most': Math.max(...waits),
      },
    }
  },
}

const callItSent = `if new.status = 'due' and new.problem is not null then
  new.status := 'sent'; new.problem := null; new.sent_at := new.due_at; end if;`

async function goThroughOutages(stage: Stage): Promise<void> {
  for (const { behaviour, minutes: lasts } of outages) {
    await setMail(stage, behaviour)
    for (let passed = 0; passed < lasts; passed += stepMinutes) {
      await stage.drain(stepMinutes * minutes)
    }
  }
}

async function setMail(stage: Stage, behaviour: MailBehaviour | 'away'): Promise<void> {
  await stage.mail.stop()
  if (behaviour !== 'away') {
    stage.mail.behaviour = behaviour
    await stage.mail.start()
  }
}

async function countNotices(stage: Stage, practiceId: string, status: string): Promise<number> {
  const [row] = await stage.postgres.query(
    'select count(*)::int as n from notices where practice_id = $1 and status = $2',
    [practiceId, status],
  )
  return Number(row?.['n'])
}
