import { Lock } from "lucide-react";

/** What somebody sees who reaches a new server over the network without its link. */
export function SetupLocked() {
  return (
    <div className="flex items-start gap-3 text-sm">
      <Lock aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
      <p>
        Nobody has set this server up yet. Open the one-time set-up link that it printed when it started; it
        ends in <code className="font-mono text-xs">/setup?token=…</code>
      </p>
    </div>
  );
}
