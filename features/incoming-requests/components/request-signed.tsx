import { KeyValues } from "@/components/key-values";
import type { SignatureScheme } from "@/db/enums";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { counted } from "@/lib/format-number";

interface RequestSignedProps {
  request: IncomingRequestDetail;
  /** That the webhook is set to now. */
  scheme: SignatureScheme;
}

const UNREADABLE = "Its headers hold no signature that could be read by the scheme";

/** The exact bytes that the signature has to be made over, by the scheme of then. */
export function RequestSigned({ request, scheme }: RequestSignedProps) {
  const { signed, signatureScheme, bodyBytes, bodySha256, secretUsed } = request;
  const then = senderLabel(signatureScheme);
  return (
    <>
      {signed ? (
        <KeyValues
          items={[
            { label: "Scheme", value: then },
            ...(signed.prefix
              ? [{ label: "First", value: signed.prefix, copy: signed.prefix, isMono: true }]
              : []),
            {
              label: signed.prefix ? "Then" : "Signed",
              value: signed.isBodySigned
                ? `the body as it came, ${counted(bodyBytes, "byte")}`
                : "nothing of the body: a change of it would not be noticed",
            },
            ...(signed.suffix
              ? [{ label: "Last", value: signed.suffix, copy: signed.suffix, isMono: true }]
              : []),
            ...(bodySha256
              ? [{ label: "Body SHA-256", value: bodySha256, copy: bodySha256, isMono: true }]
              : []),
            ...(secretUsed
              ? [
                  {
                    label: "Secret",
                    value: secretUsed === "current" ? "The current one" : "The one before the last rotation",
                  },
                ]
              : []),
          ]}
        />
      ) : (
        <p className="text-sm text-muted-foreground">
          {UNREADABLE} {then}.
        </p>
      )}
      {signatureScheme !== scheme && (
        <p className="text-sm text-muted-foreground">
          When the request came the webhook was set to {then}; now it is set to {senderLabel(scheme)}.
        </p>
      )}
    </>
  );
}
