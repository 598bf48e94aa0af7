"use client";

import { CodeBlock } from "@/components/code-block";
import { PayloadView } from "@/components/payload-view";
import type { DeliveryFormat } from "@/db/enums";
import { sampleRequest } from "@/features/formats/samples";

interface FormatSampleProps {
  format: DeliveryFormat;
  eventType: string;
  /** JSON text. */
  data: string;
  /** Without one nothing is signed. */
  hasSecret: boolean;
}

/** A delivery as it would be sent: headers, then the body. */
export function FormatSample({ format, eventType, data, hasSecret }: FormatSampleProps) {
  const event = { type: eventType, data };
  const { headers, body } = sampleRequest(event, { format, hasSecret, appUrl: window.location.origin });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <CodeBlock title="Headers of the sample" code={lines.join("\n")} />
      <PayloadView
        label="Body of the sample"
        body={body}
        contentType={headers["content-type"]}
        filename={`${eventType}.${format}.json`}
      />
    </div>
  );
}
