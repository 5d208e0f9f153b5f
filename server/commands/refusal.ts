/** Why the server does not start, in words for the operator. */
export class Refusal extends Error {
  override name = 'Refusal'
}
