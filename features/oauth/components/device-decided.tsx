import { CircleCheck, CircleX } from "lucide-react";

/** The end of this page's part: the site goes on by itself. */
export function DeviceDecided({ decision }: { decision: "allowed" | "denied" }) {
  const Icon = decision === "allowed" ? CircleCheck : CircleX;
  return (
    <div role="status" className="flex items-start gap-2 text-sm">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${decision === "allowed" ? "text-success" : "text-danger"}`}
      />
      <p className="min-w-0">
        {decision === "allowed"
          ? "Connected. Go back to your site: it goes on by itself within a few seconds. You can close this page."
          : "Not connected: the site gets nothing. You can close this page."}
      </p>
    </div>
  );
}
