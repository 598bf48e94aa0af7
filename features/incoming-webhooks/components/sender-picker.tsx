"use client";

import { useState } from "react";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { Radio } from "@/components/ui/radio-group";
import { SENDERS, SIGNATURE_SCHEMES, type SignatureScheme } from "@/db/enums";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { GENERIC_LABEL, senderLabel } from "@/features/incoming-webhooks/sender-label";

/** Those with a name by their names, then what fits any. */
const IN_ORDER = SIGNATURE_SCHEMES.toSorted(
  (a, b) =>
    Number(isNamed(b)) - Number(isNamed(a)) ||
    (isNamed(a) ? senderLabel(a).localeCompare(senderLabel(b), "en") : 0),
);

interface SenderPickerProps {
  name: string;
  value: SignatureScheme;
  onChange(scheme: SignatureScheme): void;
  onBlur(): void;
}

/** One of many senders: typed, or seen. The one that is chosen is always there. */
export function SenderPicker({ name, value, onChange, onBlur }: SenderPickerProps) {
  const [text, setText] = useState("");
  const found = IN_ORDER.filter((scheme) => fits(scheme, text));
  const shown = found.includes(value) ? found : [value, ...found];
  return (
    <div className="flex flex-col gap-3">
      <SearchInput
        value={text}
        onChange={setText}
        label="Search senders"
        placeholder={`Search ${SENDERS.length} senders`}
      />
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-4">
        {shown.map((scheme) => (
          <Radio
            key={scheme}
            isCard
            className="items-center px-2.5 py-1.5"
            label={senderLabel(scheme)}
            name={name}
            value={scheme}
            checked={value === scheme}
            onChange={() => onChange(scheme)}
            onBlur={onBlur}
          />
        ))}
      </div>
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {found.length === 0 && "No sender has that name. "}
        {found.length === 0 && value !== "generic" && (
          <Button size="sm" onClick={() => onChange("generic")}>
            Choose “{GENERIC_LABEL}”
          </Button>
        )}
      </p>
      <p className="text-sm text-pretty text-muted-foreground">{PRESETS[value].description}</p>
    </div>
  );
}

function isNamed(scheme: SignatureScheme): boolean {
  return PRESETS[scheme].example !== null;
}

/** By the name, or by what the description says, such as the header's name. */
function fits(scheme: SignatureScheme, text: string): boolean {
  const words = text.trim().toLowerCase();
  return `${senderLabel(scheme)} ${scheme} ${PRESETS[scheme].description}`.toLowerCase().includes(words);
}
