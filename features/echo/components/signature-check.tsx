import { CircleCheck, CircleX } from "lucide-react";
import { KeyValues } from "@/components/key-values";
import type { EchoRequestDetail } from "@/features/echo/schema";
import { TOLERANCE_SECONDS } from "@/features/signatures/tolerance";

type Signature = EchoRequestDetail["signatures"][number];

const SECRETS = { current: "The current one", previous: "The one before the last rotation" };
const SECRETS_NOW = {
  current: "",
  previous: ", which a rotation has replaced since; it works until the overlap ends",
  replaced: ", which a rotation has replaced since",
};

interface SignatureCheckProps {
  signature: Signature;
  request: Pick<EchoRequestDetail, "bodyBytes" | "bodySha256">;
}

/** What a receiver finds out about a signature, step by step. */
export function SignatureCheck({ signature, request }: SignatureCheckProps) {
  const { header, scheme, isValid, detail, secret, secretNow, skewSeconds, prefix } = signature;
  return (
    <div className="flex flex-col gap-1 rounded-lg border border-border p-3">
      <p className="flex gap-2 text-sm font-medium">
        {isValid ? (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        ) : (
          <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        )}
        <span className="min-w-0 wrap-anywhere">
          {header}: {isValid ? "verified" : "not verified"}
        </span>
      </p>
      <p className="text-sm text-pretty wrap-anywhere text-muted-foreground">{detail}</p>
      <KeyValues
        items={[
          { label: "Scheme", value: scheme },
          ...(secret
            ? [
                {
                  label: "Secret",
                  value: `${SECRETS[secret]} as it came${secretNow && secretNow !== secret ? SECRETS_NOW[secretNow] : ""}`,
                },
              ]
            : []),
          ...(skewSeconds === null
            ? []
            : [
                { label: "Timestamp", value: `${skewText(skewSeconds)}; ${TOLERANCE_SECONDS} s are allowed` },
              ]),
          ...(prefix ? [{ label: "Signed: first", value: prefix, copy: prefix, isMono: true }] : []),
          {
            label: prefix ? "Signed: then" : "Signed",
            value: `the body as it came, ${request.bodyBytes.toLocaleString("en-GB")} bytes`,
          },
          { label: "Body SHA-256", value: request.bodySha256, copy: request.bodySha256, isMono: true },
        ]}
      />
    </div>
  );
}

function skewText(seconds: number): string {
  if (seconds < 0) return `${-seconds} s in the future`;
  return `${seconds} s old as it came`;
}
