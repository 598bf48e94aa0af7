import { log } from "@/lib/log";

/** For whoever runs the installation: the rule that kept a call from leaving, or the proxy's reason. Whoever chose the target is told less. */
export function logDenied(target: string, rule: string | null): void {
  // The host alone: paths and queries of targets may be secrets.
  log.warn({ host: URL.parse(target)?.host ?? "no URL", rule }, "outgoing call denied");
}
