import { type Operator, operator } from './condition.ts';
import { PLAIN, parsed } from './literal.ts';

/**
 * IpAddress and NotIpAddress: CIDR ranges of IPv4 and IPv6, which never match each other. Without a mask it is one
 * address: /32 as documented, and /128 for IPv6 [unverified]. (AWS: "IAM JSON policy elements: Condition operators", IP
 * address condition operators.)
 */
export const IP_OPERATORS: readonly Operator[] = [address('IpAddress'), address('NotIpAddress')];

function address(name: string): Operator {
  return operator(
    name,
    PLAIN,
    parsed('IP address or CIDR range', parseRange, (request, policy) => contains(policy, request)),
  );
}

/** `groups`: two (IPv4) or eight (IPv6) numbers of 16 bits. */
interface Range {
  readonly groups: readonly number[];
  readonly bits: number;
}

function contains(outer: Range, inner: Range): boolean {
  if (outer.groups.length !== inner.groups.length || outer.bits > inner.bits) return false;
  return outer.groups.every((group, i) => {
    const kept = Math.min(Math.max(outer.bits - i * 16, 0), 16);
    const mask = (0xffff << (16 - kept)) & 0xffff;
    return (group & mask) === ((inner.groups[i] ?? 0) & mask);
  });
}

function parseRange(value: string): Range | undefined {
  const [, address, mask] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(value) ?? [];
  if (address === undefined) return undefined;
  const groups = address.includes(':') ? parseIpv6(address) : parseIpv4(address);
  if (!groups) return undefined;
  const width = groups.length * 16;
  const bits = mask === undefined ? width : Number(mask);
  return bits <= width ? { groups, bits } : undefined;
}

function parseIpv4(value: string): readonly number[] | undefined {
  const [, ...fields] = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})$/.exec(value) ?? [];
  const [a = 256, b = 256, c = 256, d = 256] = fields.map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a * 256 + b, c * 256 + d];
}

/** RFC 4291, 2.2: `::` once, for at least one group of zeros; the last two groups may be an IPv4 address. */
function parseIpv6(value: string): readonly number[] | undefined {
  const last = value.lastIndexOf(':') + 1;
  const ipv4 = parseIpv4(value.slice(last));
  const whole = ipv4 ? value.slice(0, last) + ipv4.map((group) => group.toString(16)).join(':') : value;
  const [left, right, ...others] = whole.split('::');
  const before = left ? left.split(':') : [];
  const after = right ? right.split(':') : [];
  const zeros = 8 - before.length - after.length;
  if (others.length > 0 || (right === undefined ? zeros !== 0 : zeros < 1)) return undefined;
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}
