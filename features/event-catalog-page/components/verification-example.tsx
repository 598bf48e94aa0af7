"use client";

import { useState } from "react";
import { CodeBlock } from "@/components/code-block";
import { NativeSelect } from "@/components/ui/native-select";
import type { DeliveryFormat } from "@/db/enums";
import { LANGUAGES } from "@/features/api-reference/languages";
import { type VerificationLanguage, verificationSample } from "@/features/formats/verification/samples";

const OFFERED = LANGUAGES.filter((language) => language.id !== "curl");

/** How a receiver tells that a delivery in that format comes from here. */
export function VerificationExample({ format }: { format: DeliveryFormat }) {
  const [language, setLanguage] = useState<VerificationLanguage>("typescript");
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-medium">Check that it comes from Replify</h3>
        <NativeSelect
          aria-label="Language of the example"
          value={language}
          onChange={({ target }) =>
            setLanguage(OFFERED.find(({ id }) => id === target.value)?.id ?? language)
          }
        >
          {OFFERED.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </div>
      <CodeBlock title="Verification sample" code={verificationSample(format, language)} />
    </div>
  );
}
