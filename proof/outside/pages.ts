// The addresses of both applications, from the lists that their own routers read.
import { addressesOf } from '../../web/staff/addresses.ts'
import { routes } from '../../web/patient/routes.ts'

/** An id of nothing: the pages are the same for every id, and ask the API for what it names. */
const anId = '018f0000-0000-7000-8000-000000000001'

export function patientPages(membershipId: string): string[] {
  return Object.values(routes).map((path) => path.replace(':membershipId', membershipId).replaceAll(/:\w+/g, anId))
}

export function staffPages(membershipId: string): string[] {
  return Object.values(addressesOf(membershipId)).map((address) => {
    if (typeof address === 'string') {
      return address
    }
    // Each takes words for its address, one of them a number; too many are passed over.
    const made = (address as (...words: string[]) => string)(anId, anId, anId, anId)
    return made
  })
}
