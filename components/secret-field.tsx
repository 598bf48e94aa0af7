"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { lowerFirst } from "@/lib/lower-first";
import { Button } from "./ui/button";
import { useCopy } from "./use-copy";

export interface SecretField {
  /** "Signing secret"; also what the spoken "… copied" begins with. */
  label: string;
  value: string;
  hint?: ReactNode;
  /** Its name in the `.env` download. */
  envName?: string;
  /** False for what can be seen again later, such as a URL: closing does not wait for its copy. */
  isSecret?: boolean;
}

interface SecretFieldRowProps {
  field: SecretField;
  isPrimary: boolean;
}

export function SecretFieldRow({ field, isPrimary }: SecretFieldRowProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const { copy, hint } = useCopy({
    noun: field.label,
    target: area,
    onCopied: () => setIsCopied(true),
  });
  useFullHeight(area, field.value);

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {field.label}
      </label>
      {field.hint && <p className="text-sm text-muted-foreground">{field.hint}</p>}
      <div className="flex items-start gap-2 max-md:flex-col max-md:items-stretch">
        <textarea
          ref={area}
          id={id}
          readOnly
          rows={1}
          value={field.value}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          className="field-sizing-content min-h-8 w-full resize-none rounded-md border border-input bg-muted px-2.5 py-1.5 font-mono text-xs leading-5 break-all focus-visible:outline-offset-0"
        />
        <Button
          variant={isPrimary ? "primary" : "secondary"}
          className="min-w-24"
          aria-label={isCopied ? undefined : `Copy ${lowerFirst(field.label)}`}
          onClick={() => void copy(field.value)}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
      {hint && <p className={cn("text-sm font-medium text-warning")}>{hint} to copy the selected text.</p>}
    </div>
  );
}

/** Browsers without `field-sizing` would show one line of a wrapped value. */
function useFullHeight(area: React.RefObject<HTMLTextAreaElement | null>, value: string) {
  useEffect(() => {
    if (!area.current || CSS.supports("field-sizing", "content")) return;
    area.current.rows = Math.max(1, Math.ceil(area.current.scrollHeight / 20) - 1, value.split("\n").length);
  }, [area, value]);
}
