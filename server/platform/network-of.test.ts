// What is kept of an address: the network it is in, never the address.
import { describe, expect, it } from 'vitest'
import { networkOf } from './network-of.ts'

describe('an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['::ffff:cb00:714d', '203.0.113.0/24'],
    ['2001:db8:85a3:1:2:3:4:5', '2001:db8:85a3::/48'],
    ['2001:DB8::1', '2001:db8::/48'],
    ['2001:0:1:2::', '2001:0:1::/48'],
    ['::1', '::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['unknown', null],
    ['1.2.3', null],
    ['', null],
  ])('%s is kept as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
