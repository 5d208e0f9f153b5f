export type MobileNumber = { ok: true; number: string } | { ok: false; problem: 'phone' | 'phone-abroad' }

/**
 * Reads a mobile number of Canada or the United States as people type it, and gives it in E.164. Other countries share the
 * code +1 (islands of the Caribbean) or answer at a price (900): texts to them are what makes money for whoever has numbers
 * texted, so they are refused. Whether there is a phone behind it is shown by the code alone.
 */
export function readMobileNumber(typed: string): MobileNumber {
  const text = typed.normalize('NFKC').trim()
  const digits = text.replaceAll(/\D/g, '')
  if (!/^\+?[\d\s().\-/‐‑–]+$/.test(text) || digits.length < 10) {
    return { ok: false, problem: 'phone' }
  }
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
  const isForeign = text.startsWith('+') && !digits.startsWith('1')
  if (isForeign || national.length !== 10) {
    return { ok: false, problem: isForeign ? 'phone-abroad' : 'phone' }
  }
  // North American Numbering Plan: neither area nor exchange begins with 0 or 1, and N11 is a service.
  if (!/^[2-9](?!11)\d\d[2-9](?!11)\d{6}$/.test(national)) {
    return { ok: false, problem: 'phone' }
  }
  return elsewhere.has(national.slice(0, 3))
    ? { ok: false, problem: 'phone-abroad' }
    : { ok: true, number: `+1${national}` }
}

/** The last four digits: enough for its owner to know which one it is. */
export function endOfNumber(number: string): string {
  return number.slice(-4)
}

/** Area codes of +1 that are neither Canada's nor the fifty states', that cost more, or that no phone has. */
const elsewhere = new Set(
  (
    '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939 ' +
    '500 521 522 523 524 525 526 527 528 529 533 544 566 577 588 700 710 800 822 833 844 855 866 877 888 900'
  ).split(' '),
)
