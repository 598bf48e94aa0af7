import Link from "next/link";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/code-block";
import { formatBytes } from "@/components/format-bytes";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { DeliveryBody } from "@/features/deliveries/delivery-body";
import { deliveryHref } from "@/features/deliveries/links";
import type { EchoRequestDetail } from "@/features/echo/schema";
import { SignatureCheck } from "./signature-check";

/** All there is to know about a request, what came of its signatures first. */
export function RequestDetail({ request }: { request: EchoRequestDetail }) {
  const { signatures, headers, deliveryId, statusCode } = request;
  const headerText = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join("\n");
  return (
    <div className="flex flex-col gap-6">
      <Section title="Signature">
        {signatures.length === 0 && (
          <p className="text-sm text-muted-foreground">
            There is neither a webhook-signature nor an X-Replify-Signature header.
          </p>
        )}
        {signatures.map((signature) => (
          <SignatureCheck key={signature.header} signature={signature} request={request} />
        ))}
      </Section>
      <Section title="Facts">
        <KeyValues
          items={[
            { label: "Request id", value: request.id, copy: request.id, isMono: true },
            { label: "Received", value: <Time value={request.createdAt} display="full" /> },
            ...(deliveryId
              ? [
                  {
                    label: "Delivery",
                    value: (
                      <Link
                        className="rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2"
                        href={deliveryHref(deliveryId)}
                      >
                        Delivery of {request.eventType}
                      </Link>
                    ),
                  },
                ]
              : []),
            {
              label: "From",
              value: request.isDelivery ? "Replify itself" : (request.ip ?? "An unknown address"),
            },
            { label: "Answered", value: String(statusCode) },
            { label: "Size", value: formatBytes(request.bodyBytes) },
          ]}
        />
      </Section>
      <Section title="Request">
        {headerText !== "" && <CodeBlock title="Request headers" code={headerText} isWrapped />}
        <DeliveryBody
          label="Request body"
          body={request.body}
          withheld={request.withheld}
          encoding={request.bodyEncoding}
          contentType={headers["content-type"]}
          sizeBytes={request.bodyBytes}
          filename="request-body.json"
        />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
