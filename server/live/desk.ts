import type { ServerResponse } from 'node:http'
import { limits } from '../../shared/limits.ts'
import type { PatientActor, PractitionerActor } from '../access/context.ts'
import type { Way } from '../access/enter.ts'
import { busy, tooMany } from '../platform/problems.ts'
import { findEnded } from './find-ended.ts'
import { openRoom, type Room, type Seat } from './room.ts'

export type Member = PatientActor | PractitionerActor
type Stream = Seat & {
  member: Pick<Member, 'id' | 'sessionId'>
  response: ServerResponse
  /** At the last sign of life, something was still waiting to be taken. */
  isBehind: boolean
}

/** All open streams of this process: who has how many, that they live, and whether they still may. */
export type Desk = {
  /** Throws when this session (429) or this process (503) has as many as it may. */
  assertPlace(member: Member): void
  /** The response belongs to the stream from here on; its head has been written. */
  seat(member: Member, response: ServerResponse, lastId: string | undefined): void
  size(): number
  /** Ends every stream and takes no more. */
  close(): void
}

/** `tickMs`: streams are looked after in turn, some with each tick, so that thousands of them never take a moment at once. */
export function openDesk(way: Way, tickMs: number = limits.liveTickMs): Desk {
  const rooms = new Map<string, Room>()
  const perSession = new Map<string, number>()
  const turns = Array.from({ length: limits.liveHeartbeatTicks }, () => new Set<Stream>())
  let count = 0
  let seated = 0
  let ticks = 0
  let isOpen = true

  const tick = (): void => {
    const turn = turns[ticks % turns.length] ?? new Set()
    const isCheck = Math.floor(ticks / turns.length) % limits.liveCheckRounds === 0
    ticks++
    turn.forEach(beat)
    if (isCheck && turn.size > 0) {
      void endThose(turn)
    }
  }
  const endThose = async (turn: Set<Stream>): Promise<void> => {
    const streams = [...turn]
    const ended = await findEnded(
      way,
      streams.map((stream) => stream.member),
    ).catch((err: unknown) => {
      way.house.log.error({ err }, 'open streams could not be checked; they are checked again')
      return new Set<number>()
    })
    streams.forEach((stream, index) => ended.has(index) && stream.response.end())
  }
  const timer = setInterval(tick, tickMs)

  return {
    assertPlace(member) {
      if (!isOpen || count >= limits.liveStreams) {
        throw busy()
      }
      if ((perSession.get(member.sessionId) ?? 0) >= limits.liveStreamsPerSession) {
        throw tooMany(limits.liveTooManySeconds)
      }
    },
    seat(member, response, lastId) {
      // The reader may be gone before the stream begins.
      if (response.destroyed) {
        return
      }
      const { id, sessionId, practiceId } = member
      const stream: Stream = {
        member: { id, sessionId },
        actorId: id,
        isStaff: member.kind === 'practitioner',
        response,
        isBehind: false,
        write: (frames) => write(response, frames),
      }
      const turn = turns[seated++ % turns.length] ?? new Set()
      const room = rooms.get(practiceId) ?? openRoom(way, practiceId)
      rooms.set(practiceId, room)
      turn.add(stream)
      count++
      perSession.set(sessionId, (perSession.get(sessionId) ?? 0) + 1)
      response.once('close', () => {
        turn.delete(stream)
        count--
        lower(perSession, sessionId)
        room.leave(stream)
        if (room.size() === 0) {
          room.close()
          rooms.delete(practiceId)
        }
      })
      room.join(stream, lastId)
    },
    size: () => count,
    close() {
      isOpen = false
      clearInterval(timer)
      turns.forEach((turn) => turn.forEach((stream) => stream.response.end()))
    },
  }
}

/** A reader who does not read is let go: they come back with the id of what they read last. */
function write(response: ServerResponse, frames: string): void {
  if (response.writableLength > limits.liveStreamBytes) {
    response.destroy()
    return
  }
  response.write(frames)
}

/** A sign of life, so that nothing between takes the line for dead. Who took nothing for a whole round is let go. */
function beat(stream: Stream): void {
  const isBehind = stream.response.writableLength > 0
  if (isBehind && stream.isBehind) {
    stream.response.destroy()
    return
  }
  stream.isBehind = isBehind
  if (!isBehind) {
    stream.response.write(':\n\n')
  }
}

function lower(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1
  if (left === 0) {
    counts.delete(key)
    return
  }
  counts.set(key, left)
}
