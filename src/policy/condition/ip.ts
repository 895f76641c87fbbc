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
  const [address = '', mask, ...rest] = value.split('/');
  const groups = address.includes(':') ? parseIpv6(address) : parseIpv4(address);
  if (!groups || rest.length > 0) return undefined;
  const width = groups.length * 16;
  if (mask === undefined) return { groups, bits: width };
  const bits = Number(mask);
  return isByteLike(mask) && bits <= width ? { groups, bits } : undefined;
}

const isByteLike = (field: string): boolean => /^[0-9]{1,3}$/.test(field);

function parseIpv4(value: string): readonly number[] | undefined {
  const fields = value.split('.');
  if (fields.length !== 4 || !fields.every((field) => isByteLike(field) && Number(field) <= 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = fields.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** RFC 4291, 2.2: `::` once, for at least one group of zeros; the last two groups may be an IPv4 address. */
function parseIpv6(value: string): readonly number[] | undefined {
  const halves = value.split('::');
  if (halves.length > 2) return undefined;
  const sides = halves.map((half, i) => (half === '' ? [] : parseGroups(half, i === halves.length - 1)));
  const [left, right] = sides;
  if (!left) return undefined;
  if (halves.length === 1) return left.length === 8 ? left : undefined;
  if (!right || left.length + right.length > 7) return undefined;
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function parseGroups(value: string, last: boolean): readonly number[] | undefined {
  const groups: number[] = [];
  const fields = value.split(':');
  for (const [i, field] of fields.entries()) {
    if (last && i === fields.length - 1 && field.includes('.')) {
      const tail = parseIpv4(field);
      if (!tail) return undefined;
      groups.push(...tail);
      continue;
    }
    if (!/^[0-9a-f]{1,4}$/i.test(field)) return undefined;
    groups.push(Number.parseInt(field, 16));
  }
  return groups;
}
