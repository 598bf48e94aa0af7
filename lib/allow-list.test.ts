import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalNetwork, isAllowedFrom, networkBeyond } from "./allow-list";

/** Addresses as plain numbers: the arithmetic of networks without a library. */
interface Family {
  length: number;
  write(address: bigint): string;
}

const V4: Family = {
  length: 32,
  write: (address) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join("."),
};
const V6: Family = {
  length: 128,
  write: (address) => groups(address).join(":"),
};

const family = fc.constantFrom(V4, V6);
/** A network, and an address that agrees with it in more or fewer of the leading bits. */
const cases = family.chain(({ length, write }) =>
  fc.record({
    family: fc.constant({ length, write }),
    base: fc.bigInt({ min: 0n, max: (1n << BigInt(length)) - 1n }),
    bits: fc.integer({ min: 0, max: length }),
    flipped: fc.integer({ min: 0, max: length - 1 }),
    noise: fc.bigInt({ min: 0n, max: (1n << BigInt(length)) - 1n }),
  }),
);

test("an address is allowed exactly when its leading bits are the network's", () => {
  fc.assert(
    fc.property(cases, ({ family: { length, write }, base, bits, flipped, noise }) => {
      fc.pre(length === 32 || !isMapped(base));
      const low = BigInt(length - 1 - flipped);
      // Equal up to the flipped bit, anything after it.
      const address = (((base >> low) ^ 1n) << low) | (noise & ((1n << low) - 1n));
      fc.pre(length === 32 || !isMapped(address));
      const rest = BigInt(length - bits);
      const isInside = base >> rest === address >> rest;
      const network = `${write(base)}/${bits}`;
      expect(isAllowedFrom(write(address), [network])).toBe(isInside);
      expect(isAllowedFrom(write(address), [canonicalNetwork(network) ?? ""])).toBe(isInside);
      expect(isAllowedFrom(write(base), [network])).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("an IPv4 client is the same in IPv6 clothes, on either side", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 0xffff_ffffn }),
      fc.integer({ min: 0, max: 32 }),
      (address, bits) => {
        const mapped = V6.write((0xffffn << 32n) | address);
        const plain = V4.write(address);
        expect(isAllowedFrom(mapped, [`${plain}/${bits}`])).toBe(true);
        expect(isAllowedFrom(plain, [`${mapped}/${96 + bits}`])).toBe(true);
        expect(canonicalNetwork(`::ffff:${plain}`)).toBe(plain);
        expect(isAllowedFrom(plain, ["::/0"])).toBe(false);
      },
    ),
  );
});

test("a network holds another exactly when it holds its first and its last address", () => {
  const pair = cases.chain((one) =>
    fc.record({ one: fc.constant(one), bits: fc.integer({ min: 0, max: one.family.length }) }),
  );
  fc.assert(
    fc.property(
      pair,
      ({
        one: {
          family: { length, write },
          base,
          bits,
        },
        bits: innerBits,
      }) => {
        fc.pre(length === 32 || !isMapped(base));
        const outer = `${write(base)}/${bits}`;
        const inner = `${write(base)}/${innerBits}`;
        expect(networkBeyond([inner], [outer])).toBe(innerBits >= bits ? null : inner);
      },
    ),
  );
  expect(networkBeyond(["10.1.0.0/16", "10.0.0.1"], ["10.0.0.0/16"])).toBe("10.1.0.0/16");
  expect(networkBeyond(["10.0.0.1"], ["2001:db8::/32", "10.0.0.0/8"])).toBeNull();
  expect(networkBeyond(["0.0.0.0/0"], [])).toBeNull();
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7/32", "203.0.113.7"],
  ["10.1.2.3/8", "10.0.0.0/8"],
  ["2001:DB8:0::1", "2001:db8::1"],
  ["2001:db8:ffff::1/32", "2001:db8::/32"],
  ["::8.8.8.8", "::808:808"],
  ["::ffff:10.1.2.3/104", "10.0.0.0/8"],
  ["0.0.0.0/0", "0.0.0.0/0"],
])("%s is stored as %s", (text, stored) => {
  expect(canonicalNetwork(text)).toBe(stored);
});

test.each([
  "",
  "10",
  "10.0.0",
  "010.0.0.1",
  "0x0a.0.0.1",
  "10.0.0.1/33",
  "10.0.0.1/08",
  "10.0.0.1/",
  "10.0.0.1/8/8",
  "10.0.0.1:80",
  "fe80::1%eth0",
  "[::1]",
  "::1/129",
  "::ffff:10.0.0.1/64",
  "example.com",
  "1e1.0.0.1",
])("%j is no network", (text) => {
  expect(canonicalNetwork(text)).toBeNull();
  // Were it ever stored, it would open nothing.
  expect(isAllowedFrom("10.0.0.1", [text])).toBe(false);
});

test("no list lets everybody in, and an unknown address is on no list", () => {
  expect(isAllowedFrom(null, [])).toBe(true);
  expect(isAllowedFrom(null, ["0.0.0.0/0", "::/0"])).toBe(false);
  expect(isAllowedFrom("10.0.0.0/8", ["10.0.0.0/8"])).toBe(false);
});

function groups(address: bigint): string[] {
  return Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
}

function isMapped(address: bigint): boolean {
  return address >> 32n === 0xffffn;
}
