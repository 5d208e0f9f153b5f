import { isIP } from 'node:net'

/** The network of an address: /24 for IPv4 (also written inside IPv6), /48 for IPv6; null when it is no address. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/%.*$/, '')
  const version = isIP(plain)
  if (version === 0) {
    return null
  }
  if (version === 4) {
    return network4(plain)
  }
  const groups = groupsOf(plain)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return network4(
      groups
        .slice(6)
        .flatMap((group) => [group >> 8, group & 0xff])
        .join('.'),
    )
  }
  return `${canonical6(
    `${groups
      .slice(0, 3)
      .map((group) => group.toString(16))
      .join(':')}::`,
  )}/48`
}

function network4(address: string): string {
  return `${address.slice(0, address.lastIndexOf('.'))}.0/24`
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = canonical6(address).split('::')
  const left = numbersOf(head)
  const right = numbersOf(tail ?? '')
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function numbersOf(groups: string): number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16))
}

/** The shortest written form, without a dotted quad: the URL standard's IPv6 serializer. */
function canonical6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}
