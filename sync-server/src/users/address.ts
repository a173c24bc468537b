import { isIPv6 } from 'node:net'

/**
 * Which callers count as one: an IPv4 address, or the first half of an IPv6 one, since everybody has all of the
 * second half to choose from (T15).
 */
export const addressKey = (address = 'unknown'): string => {
  const ip = address.replace(/^::ffff:(?=\d+\.)/, '')
  return isIPv6(ip) ? networkOf(ip) : ip
}

/** The first four of the eight groups; `::` stands for as many zeros as are missing. */
const networkOf = (ip: string): string => {
  const [left = [], right = []] = ip
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
