/** An Ontario health number: ten digits, and the version code of the card (two letters, one, or none on old cards). */
export type HealthNumber = { digits: string; versionCode: string }

export type HealthNumberProblem =
  | 'empty'
  | 'unexpected-character'
  | 'too-few-digits'
  | 'too-many-digits'
  | 'check-digit'
  | 'version-code'

export type HealthNumberResult = { ok: true; value: HealthNumber } | { ok: false; problem: HealthNumberProblem }

/** The FHIR system of Ontario health numbers that we write (Canada Health Infoway's registry). */
export const healthNumberSystem = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-on-patient-hcn'

/** The FHIR systems that we read: today's, and those of Ontario's earlier guides. */
export const healthNumberSystems: readonly string[] = [
  healthNumberSystem,
  'https://ehealthontario.ca/API/FHIR/NamingSystem/ca-on-patient-hcn',
  'http://ehealthontario.ca/API/FHIR/NamingSystem/ca-on-patient-hcn',
  'https://ehealthontario.ca/fhir/NamingSystem/ca-on-patient-hcn',
  'http://ehealthontario.ca/fhir/NamingSystem/ca-on-patient-hcn',
]

const digitsInNumber = 10

/** Reads a health number as people type it, such as "1234-567-897 ab"; says what is wrong otherwise. */
export function parseHealthNumber(typed: string): HealthNumberResult {
  const compact = typed.replaceAll(/[\s\p{Pd}.]/gu, '').toUpperCase()
  if (compact === '') {
    return problem('empty')
  }
  const parts = /^(?<digits>[0-9]*)(?<versionCode>[A-Z]*)$/.exec(compact)?.groups
  if (!parts) {
    return problem('unexpected-character')
  }
  const { digits = '', versionCode = '' } = parts
  if (digits.length < digitsInNumber) {
    return problem('too-few-digits')
  }
  if (digits.length > digitsInNumber) {
    return problem('too-many-digits')
  }
  if (!passesMod10(digits)) {
    return problem('check-digit')
  }
  if (versionCode.length > 2) {
    return problem('version-code')
  }
  return { ok: true, value: { digits, versionCode } }
}

/** As printed on the card: "1234-567-897-AB". */
export function formatHealthNumber({ digits, versionCode }: HealthNumber): string {
  return [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7), versionCode].filter((part) => part !== '').join('-')
}

/** Whether a FHIR identifier system, current or legacy, means the Ontario health number. */
export function isHealthNumberSystem(system: string): boolean {
  return healthNumberSystems.includes(system)
}

/** The ministry's check digit, MOD 10 (Luhn): every second digit from the right is doubled and its digits added. All zeros are nobody's. */
function passesMod10(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = index % 2 === 0 ? Number(digit) : Number(digit) * 2
    sum += value > 9 ? value - 9 : value
  }
  return sum > 0 && sum % 10 === 0
}

function problem(name: HealthNumberProblem): HealthNumberResult {
  return { ok: false, problem: name }
}
