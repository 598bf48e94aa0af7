import { beforeEach, vi } from "vitest";
import { log } from "@/lib/log";

interface LoggedLink {
  to: string;
  url: URL;
  token: string;
}

/** Links reach the log where there is no mail server; tests read them there. */
export function watchLinks(): { to: (email: string) => LoggedLink[] } {
  const links: LoggedLink[] = [];
  beforeEach(() => {
    vi.spyOn(log, "info").mockImplementation((line: unknown) => {
      if (typeof line !== "object" || line === null || !("link" in line) || !("to" in line)) return;
      const url = new URL(String(line.link));
      links.push({ to: String(line.to), url, token: url.searchParams.get("token") ?? "" });
    });
  });
  return { to: (email) => links.filter((link) => link.to === email) };
}
