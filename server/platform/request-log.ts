import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** One line for each request: what it was and what came of it. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    // To the microsecond: the digits behind it are noise, and long runs of digits look like health numbers.
    const line = { req: request, res: reply, responseTime: Math.round(reply.elapsedTime * 1_000) / 1_000 }
    if (error) {
      reply.log.error({ ...line, err: error }, 'request errored')
    } else {
      reply.log.info(line, 'request completed')
    }
  }
}
