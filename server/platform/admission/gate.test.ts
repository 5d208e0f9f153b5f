// What is promised here: a bounded number at once, a bounded line, a bounded wait; no practice shuts another out.
import { expect, test } from 'vitest'
import { createGate, type GateLimits, type Visit } from './gate.ts'

const limits = { atOnce: 2, atLeast: 1, slowMs: 500, waiting: 8, waitMs: 1_000, idleMs: 300 }

function aGate(more: Partial<GateLimits> = {}, mustYield?: () => boolean) {
  const clock = { nowMs: 0 }
  const gate = createGate({ ...limits, ...more }, () => clock.nowMs, mustYield)
  const begun: Visit[] = []
  const names = new Map<Visit, string>()
  const refused: string[] = []
  const ask = (name: string, group = 'a', isIdle = () => false): Visit => {
    const visit: Visit = {
      group,
      sinceMs: 0,
      begin: () => void begun.push(visit),
      refuse: () => void refused.push(name),
      isIdle,
    }
    names.set(visit, name)
    gate.enter(visit)
    return visit
  }
  const end = (visit: Visit | undefined) => {
    if (visit === undefined) {
      throw new Error('nobody is inside')
    }
    gate.leave(visit)
    gate.fill()
  }
  return { gate, clock, refused, ask, end, inside: begun, begun: () => begun.map((visit) => names.get(visit)) }
}

test('so many at once; the next begins when one ends', () => {
  const { gate, begun, ask, end } = aGate()
  const [one, two, three, four] = ['1', '2', '3', '4'].map((name) => ask(name))
  expect(begun()).toEqual(['1', '2'])
  end(one)
  expect(begun()).toEqual(['1', '2', '3'])
  ;[two, three, four].forEach(end)
  expect([begun(), gate.inside, gate.waiting]).toEqual([['1', '2', '3', '4'], 0, 0])
})

test('a practice that floods waits behind one that does not', () => {
  const { begun, inside, ask, end } = aGate()
  ;['1', '2', '3', '4', '5'].forEach((name) => ask(`flood ${name}`, 'flood'))
  ask('quiet 1', 'quiet')
  ask('quiet 2', 'quiet')
  end(inside[0])
  end(inside[1])
  expect(begun()).toEqual(['flood 1', 'flood 2', 'quiet 1', 'flood 3'])
})

test('a full line has room for a practice with less than its share, and takes it from the longest', () => {
  const { gate, refused, ask } = aGate()
  Array.from({ length: 11 }, (_, at) => ask(`flood ${at + 1}`, 'flood'))
  expect(refused).toEqual(['flood 11'])
  Array.from({ length: 5 }, (_, at) => ask(`other ${at + 1}`, 'other'))
  expect(refused.slice(1)).toEqual(['flood 10', 'flood 9', 'flood 8', 'flood 7', 'other 5'])
  ask('third 1', 'third')
  expect([refused.at(-1), gate.waiting]).toEqual(['flood 6', 8])
})

test('nobody waits longer than the limit, and who has gone takes no place', () => {
  const { gate, clock, begun, refused, ask, end } = aGate()
  const [x, y] = [ask('x'), ask('y')]
  ask('old')
  clock.nowMs = 600
  const gone = ask('gone')
  ask('young')
  clock.nowMs = 1_000
  gate.tick()
  expect(refused).toEqual(['old'])
  gate.leave(gone)
  ;[x, y].forEach(end)
  expect([begun(), gate.waiting]).toEqual([['x', 'y', 'young'], 0])
})

test('who does not send keeps no place, and counts again when it has sent', () => {
  const { gate, clock, begun, ask, end } = aGate()
  const slow = [ask('slow 1', 'a', () => true), ask('slow 2', 'a', () => true)]
  ask('quick 1')
  clock.nowMs = 299
  gate.tick()
  expect(begun()).toEqual(['slow 1', 'slow 2'])
  clock.nowMs = 300
  gate.tick()
  expect([begun(), gate.inside]).toEqual([['slow 1', 'slow 2', 'quick 1'], 1])
  slow.forEach((visit) => gate.comeBack(visit))
  expect(gate.inside).toBe(3)
  slow.forEach(end)
  expect(gate.inside).toBe(1)
})

test('while somebody more urgent waits, no more than the least begins', () => {
  const urgent = { waiting: true }
  const { gate, begun, ask, end } = aGate({ atOnce: 4 }, () => urgent.waiting)
  const [one] = ['1', '2', '3'].map((name) => ask(name))
  expect(begun()).toEqual(['1'])
  end(one)
  expect(begun()).toEqual(['1', '2'])
  urgent.waiting = false
  gate.fill()
  expect(begun()).toEqual(['1', '2', '3'])
})

test('fewer at once when even the quickest is slow, and more again when it is not', () => {
  const { gate, clock, inside, ask, end } = aGate({ atOnce: 20, atLeast: 4, waiting: 100 })
  const answerAll = (tookMs: number) => {
    Array.from({ length: 60 }, (_, at) => ask(String(at)))
    for (let done = 0; done < 60; done += gate.places) {
      clock.nowMs += tookMs
      inside.splice(0).forEach(end)
    }
    inside.splice(0).forEach(end)
  }
  answerAll(40)
  expect(gate.places).toBe(20)
  expect(gate.isSlow).toBe(false)
  answerAll(900)
  answerAll(900)
  expect([gate.places, gate.isSlow]).toEqual([4, true])
  clock.nowMs += 1_000
  expect(gate.isSlow).toBe(false)
  Array.from({ length: 40 }, () => answerAll(40))
  expect(gate.places).toBe(20)
})

test('places begin with as many as is said, and there are more once somebody waits and answers are quick', () => {
  const { gate, clock, inside, ask, end } = aGate({ atOnce: 20, atLeast: 4, atStart: 4, waiting: 100 })
  Array.from({ length: 30 }, (_, at) => ask(String(at)))
  expect([gate.places, gate.inside, gate.waiting]).toEqual([4, 4, 26])
  while (gate.waiting > 0) {
    clock.nowMs += 260
    inside.splice(0).forEach(end)
  }
  expect(gate.places).toBeGreaterThan(4)
})

test('a thousand random comings and goings lose nobody', () => {
  const { gate, begun, refused, inside, ask, end } = aGate()
  let seed = 7
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  let ended = 0
  for (let count = 0; count < 1_000; count++) {
    ask(`${count}`, `practice ${Math.floor(random() * 5)}`)
    if (random() < 0.5 && gate.inside > 0) {
      end(inside[ended++])
    }
    expect(gate.inside).toBeLessThanOrEqual(limits.atOnce)
    expect(gate.waiting).toBeLessThanOrEqual(limits.waiting)
  }
  expect(begun().length + refused.length + gate.waiting).toBe(1_000)
})
