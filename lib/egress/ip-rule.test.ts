import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { strictRule } from "./fixtures/test-rule";
import { isAllowedAddress, parseCidr } from "./ip-rule";

const PUBLIC = `
  1.1.1.1  8.8.8.8  9.255.255.255  11.0.0.0  100.63.255.255  100.128.0.0  126.255.255.255  128.0.0.1  168.63.129.15
  168.63.129.17  169.253.255.255  169.255.0.0  172.15.255.255  172.32.0.0  191.255.255.255  192.0.1.0  192.0.3.0
  192.88.98.255  192.88.100.0  192.167.255.255  192.169.0.0  198.17.255.255  198.20.0.0  203.0.112.255  203.0.114.0
  223.255.255.255  93.184.216.34  2600::1  2606:4700:4700::1111  2001:4860:4860::8888  2a00:1450:4001:80b::200e
  2001:200::1  3ffe::1  3fff:1000::1  ::ffff:8.8.8.8  2620:4f:8001::1
`;

const REFUSED = `
  0.0.0.0  0.1.2.3  10.0.0.0  10.255.255.255  100.64.0.0  100.100.100.200  100.127.255.255  127.0.0.1  127.255.255.255
  169.254.0.1  169.254.169.254  169.254.170.2  168.63.129.16  172.16.0.0  172.31.255.255  192.0.0.1  192.0.0.192
  192.0.0.255  192.0.2.1  192.31.196.1  192.52.193.1  192.88.99.1  192.168.0.0  192.168.255.255  192.175.48.1  198.18.0.0
  198.19.255.255  198.51.100.1  203.0.113.1  224.0.0.1  239.255.255.255  240.0.0.1  255.255.255.255
  ::  ::1  ::2  ::7f00:1  ::7f00:3  ::127.0.0.1  ::8.8.8.8  ::ffff:127.0.0.1  ::ffff:7f00:1  ::ffff:10.0.0.1
  ::ffff:169.254.169.254  ::ffff:0:127.0.0.1  64:ff9b::7f00:1  64:ff9b::8.8.8.8  64:ff9b:1::1  100::1  100:0:0:1::1
  200::1  400::1  1fff::1  2001::1  2001:0:4136:e378::1  2001:10::1  2001:20::1  2001:1ff:ffff::1  2001:db8::1  2002::1
  2002:7f00:1::  2002:c0a8:101::1  3fff::1  3fff:fff::1  2620:4f:8000::1  4000::1  5f00::1  8000::1  fc00::1  fd00::1
  fd00:ec2::254  fd20:ce::254  fdff::1  fe80::1  fe80::1%eth0  2600::1%eth0  febf::1  fec0::1  feff::1  ff02::1  ff0e::1
`;

/** Spellings that are not an IP address, though some systems read them as one. */
const NOT_ADDRESSES = [
  "",
  "127.1",
  "2130706433",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "127.0.0.1.",
  "127.0.0.1:80",
  "[::1]",
  "8.8.8",
];

const NEVER = `
  0.0.0.0  0.1.2.3  169.254.169.254  169.254.1.1  168.63.129.16  100.100.100.200  192.0.0.192  224.0.0.1  255.255.255.255
  ::  ::7f00:1  ::ffff:169.254.169.254  ::ffff:0:a9fe:a9fe  64:ff9b::a9fe:a9fe  2002:a9fe:a9fe::1  2001:0:1::1
  fd00:ec2::254  fd20:ce::254  fe80::1  fec0::1  ff02::1
`;

/** Groups of zeros are frequent, so that compressed and IPv4-like forms come up. */
const ipv6 = fc
  .array(fc.oneof(fc.constantFrom(0, 0, 0xffff, 0x2001, 0x2600), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((parts) => new ipaddr.IPv6(parts));

describe("isAllowedAddress", () => {
  it.each(words(PUBLIC))("allows the public %s", (address) => {
    expect(isAllowedAddress(address, strictRule())).toBe(true);
  });

  it.each(words(REFUSED))("refuses %s", (address) => {
    expect(isAllowedAddress(address, strictRule())).toBe(false);
  });

  it.each(NOT_ADDRESSES)("refuses %j, which is no plain address", (address) => {
    expect(isAllowedAddress(address, strictRule({ allowCidrs: [parseCidr("0.0.0.0/0")] }))).toBe(false);
  });

  it.each(words(NEVER))("refuses %s even when every range is allowed", (address) => {
    const rule = strictRule({ allowLoopback: true, allowCidrs: [parseCidr("0.0.0.0/0"), parseCidr("::/0")] });
    expect(isAllowedAddress(address, rule)).toBe(false);
  });

  it("allows loopback, but nothing else private, in local mode", () => {
    const rule = strictRule({ allowLoopback: true });
    expect(
      ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"].every((ip) => isAllowedAddress(ip, rule)),
    ).toBe(true);
    expect(["10.0.0.1", "192.168.1.1", "fd12::1", "::2"].some((ip) => isAllowedAddress(ip, rule))).toBe(
      false,
    );
  });

  it("allows what an allow-list names and no neighbour", () => {
    const rule = strictRule({
      allowCidrs: [parseCidr("10.1.0.0/16"), parseCidr("fd12::/32"), parseCidr("127.0.0.2")],
    });
    const allowed = ["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "fd12::1", "127.0.0.2"];
    const refused = ["10.0.255.255", "10.2.0.0", "fd13::1", "127.0.0.1", "127.0.0.3"];
    expect(allowed.filter((ip) => !isAllowedAddress(ip, rule))).toEqual([]);
    expect(refused.filter((ip) => isAllowedAddress(ip, rule))).toEqual([]);
  });

  it("judges an IPv4-mapped address as the IPv4 address it is", () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(isAllowedAddress(`::ffff:${ip}`, strictRule())).toBe(isAllowedAddress(ip, strictRule()));
      }),
    );
  });

  it("never lets a spelling of an IPv6 address change the verdict", () => {
    fc.assert(
      fc.property(ipv6, (ip) => {
        const full = ip.toNormalizedString();
        const dotted = `${ip.parts
          .slice(0, 6)
          .map((part) => part.toString(16))
          .join(":")}:${ip.toByteArray().slice(12).join(".")}`;
        const verdict = isAllowedAddress(ip.toRFC5952String(), strictRule());
        expect(
          [full, full.toUpperCase(), dotted].map((text) => isAllowedAddress(text, strictRule())),
        ).toEqual([verdict, verdict, verdict]);
      }),
    );
  });

  it("refuses every IPv6 address outside 2000::/3 that is not a mapped IPv4 one", () => {
    const outside = ipv6.filter(
      (ip) => !ip.isIPv4MappedAddress() && ((ip.parts[0] ?? 0) < 0x2000 || (ip.parts[0] ?? 0) > 0x3fff),
    );
    fc.assert(fc.property(outside, (ip) => !isAllowedAddress(ip.toString(), strictRule())));
  });

  it("refuses everything inside the private IPv4 ranges", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const privates = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
    );
    fc.assert(fc.property(privates, (octets) => !isAllowedAddress(octets.join("."), strictRule())));
  });

  it("takes any string without throwing", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isAllowedAddress(text, strictRule()) === "boolean"));
  });
});

describe("parseCidr", () => {
  it.each([
    "10/8",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/-1",
    "fe80::1%eth0",
    "::/129",
    "example.com",
    "",
    "::ffff:10.0.0.0/104",
  ])("refuses %j", (text) => {
    expect(() => parseCidr(text)).toThrow(/address range|IPv4 range/);
  });
});

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
