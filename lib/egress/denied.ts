import { log } from "@/lib/log";

/** For whoever runs the installation: the rule that kept a call from leaving, or the proxy's reason. Whoever chose the target is told less. */
export function logDenied(host: string, rule: string | null): void {
  log.warn({ host, rule }, "outgoing call denied");
}

/** The same by the URL of the target. The host alone is told of it: paths and queries may be secrets. */
export function logDeniedUrl(url: string, rule: string | null): void {
  logDenied(URL.parse(url)?.host ?? "no URL", rule);
}
