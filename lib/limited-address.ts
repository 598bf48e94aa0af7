import ipaddr from "ipaddr.js";

/** What an address counts as for a limit: one household or attacker holds a whole IPv6 /64. */
export function limitedAddress(ip: string | null): string {
  if (ip === null) return "unknown";
  if (!ipaddr.IPv6.isValid(ip)) return ip;
  return ipaddr.IPv6.networkAddressFromCIDR(`${ip.split("%")[0]}/64`).toString();
}
