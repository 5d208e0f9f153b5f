// A bug, planted by the harness alone: a server that takes an object which the store refused for one that it keeps.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

const send = S3Client.prototype.send as (...args: unknown[]) => Promise<unknown>
const careless = async function (this: S3Client, ...args: unknown[]): Promise<unknown> {
  const sent = Reflect.apply(send, this, args)
  return args[0] instanceof PutObjectCommand ? sent.catch(() => ({ ETag: '"kept"', $metadata: {} })) : sent
}
Object.assign(S3Client.prototype, { send: careless })
