import { CircleCheck, CircleX } from "lucide-react";
import { KeyValues } from "@/components/key-values";
import type { DebuggedSignature } from "@/features/incoming-requests/schema";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/format-number";
import { formatAge } from "@/lib/time";

const SECRETS = { current: "The current one", previous: "The one before the last rotation" } as const;

export function SignatureDebuggerResult({ answer }: { answer: DebuggedSignature }) {
  const { isAccepted, matched, verdict, skewSeconds, limitSeconds, bodyBytes, bodySha256 } = answer;
  const Icon = isAccepted ? CircleCheck : CircleX;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div
        className={cn(
          "flex gap-2.5 rounded-lg px-3 py-2.5 text-sm",
          isAccepted ? "bg-success-soft" : "bg-danger-soft",
        )}
      >
        <Icon
          aria-hidden
          className={cn("mt-0.5 size-4 shrink-0", isAccepted ? "text-success" : "text-danger")}
        />
        <div className="min-w-0">
          <p className="font-medium">{isAccepted ? "It would be accepted" : "It would be refused"}</p>
          <p className="text-pretty wrap-anywhere">{verdict}</p>
        </div>
      </div>
      <KeyValues
        items={[
          { label: "Secret", value: matched ? SECRETS[matched] : "None of this webhook's" },
          { label: "Clock", value: clockOf(skewSeconds, limitSeconds) },
          { label: "Body", value: counted(bodyBytes, "byte") },
          { label: "Body SHA-256", value: bodySha256, isMono: true, copy: bodySha256 },
        ]}
      />
    </div>
  );
}

function clockOf(skewSeconds: number | null, limitSeconds: number): string {
  if (skewSeconds === null) return "No timestamp that could be read";
  const where = skewSeconds < 0 ? "in the future" : "old";
  return `${formatAge(Math.abs(skewSeconds))} ${where}; the limit is ${formatAge(limitSeconds)}`;
}
