import type { House } from '../access/context.ts'
import { openTexter, type Texter } from '../platform/sms.ts'

const texters = new WeakMap<House, Texter>()

/** The house's one way to its gateway for text messages; null when the configuration names none. */
export function texterOf(house: House): Texter | null {
  const { sms } = house.config
  if (sms === undefined) {
    return null
  }
  const texter = texters.get(house) ?? openTexter(sms, house.log)
  texters.set(house, texter)
  return texter
}
