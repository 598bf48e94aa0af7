"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/error-state";
import { KeyValues } from "@/components/key-values";
import { Panel } from "@/components/panel";
import { PayloadView } from "@/components/payload-view";
import { NativeSelect } from "@/components/ui/native-select";
import { Skeleton } from "@/components/ui/skeleton";
import { DELIVERY_FORMATS, type DeliveryFormat } from "@/db/enums";
import { eventTypeSamplesQuery } from "@/features/event-types/hooks";
import { FORMATS } from "@/features/formats/formats";
import { deliveryHeaders } from "@/features/formats/wire";
import { VerificationExample } from "./verification-example";

/** What a receiver gets of such an event, in each format that a subscription can have. */
export function EventTypeSample({ type }: { type: string }) {
  const [format, setFormat] = useState<DeliveryFormat>("replify");
  const { contentType, description } = FORMATS[format];
  const samples = useQuery(eventTypeSamplesQuery(type, format));
  return (
    <Panel title="Sample delivery" action={<FormatSelect value={format} onChange={setFormat} />}>
      <div className="flex flex-col gap-4 p-4">
        <p className="text-sm text-muted-foreground">{description}</p>
        {samples.isPending && <Skeleton className="h-40 w-full rounded-lg" />}
        {samples.isError && (
          <ErrorState
            title="The sample could not be loaded"
            error={samples.error}
            onRetry={() => void samples.refetch()}
          />
        )}
        {samples.data?.map((sample, index) => {
          const label = samples.data.length > 1 ? `Sample body ${index + 1}` : "Sample body";
          return (
            <PayloadView
              key={`${format} ${label}`}
              label={label}
              body={JSON.stringify(sample)}
              contentType={contentType}
              filename={`${type}.${format}.json`}
            />
          );
        })}
        <h3 className="text-sm font-medium">Headers</h3>
        <KeyValues
          items={Object.entries(sampleHeaders(type, format)).map(([label, value]) => ({
            label,
            value,
            isMono: true,
          }))}
        />
        <VerificationExample format={format} />
      </div>
    </Panel>
  );
}

interface FormatSelectProps {
  value: DeliveryFormat;
  onChange(format: DeliveryFormat): void;
}

function FormatSelect({ value, onChange }: FormatSelectProps) {
  return (
    <NativeSelect
      aria-label="Format of the sample"
      value={value}
      onChange={({ target }) => onChange(DELIVERY_FORMATS.find((one) => one === target.value) ?? value)}
    >
      {DELIVERY_FORMATS.map((format) => (
        <option key={format} value={format}>
          {FORMATS[format].label}
        </option>
      ))}
    </NativeSelect>
  );
}

/** Of a first attempt; of what takes a secret the kind is told. */
function sampleHeaders(type: string, format: DeliveryFormat): Record<string, string> {
  const { signature } = FORMATS[format];
  const own = signature?.headers.map((name) => [name, `${signature.prefix}<HMAC-SHA256 in hex>`]) ?? [];
  return deliveryHeaders({
    format,
    deliveryId: "01960586-07b1-7c3e-9a55-1f0d6be24c90",
    eventId: "01960586-07a0-7b11-8c02-6d2f0e9a4b57",
    eventName: type,
    timestamp: 1_775_397_840,
    hookSecret: "<value of the handshake>",
    hops: 1,
    hopsProof: "<only Replify can make it>",
    attempt: 1,
    signatures: { ...Object.fromEntries(own), "webhook-signature": "v1,<HMAC-SHA256 in base64>" },
  });
}
