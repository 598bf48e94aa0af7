"use client";

import { Table2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { onDemand } from "@/components/ui/on-demand";
import { cn } from "@/lib/cn";

const editors = onDemand(() => import("./lookup-editor"));
const HAS_TABLE = /\|\s*lookup\s*:/;

interface SourceInputProps {
  /** What it fills. */
  field: string;
  label: string;
  value: string;
  pathsId: string;
  placeholder: string;
  /** Of the control, so that an error summary can link to it. */
  id?: string;
  error?: string | undefined;
  onChange(source: string): void;
  onFocus?(): void;
}

/** A path or text for one field, or a table of values instead, where that says the same. */
export function SourceInput(props: SourceInputProps) {
  const { field, value } = props;
  const [isTable, setIsTable] = useState(() => HAS_TABLE.test(value));
  const isChosen = useRef(false);
  const parts = editors.useParts(isTable);
  const isOpen = isTable && parts !== undefined;
  const text = <SourceText {...props} />;
  return (
    <>
      <div className={cn("flex min-w-0 flex-1 flex-col gap-1.5", isOpen && "max-md:w-full max-md:flex-none")}>
        {isOpen ? (
          <parts.LookupEditor {...props} takesFocus={isChosen.current}>
            {text}
          </parts.LookupEditor>
        ) : (
          text
        )}
      </div>
      <Button
        variant="ghost"
        size="icon"
        className="aria-pressed:bg-accent"
        title="A table of values"
        aria-label={`Table for ${field}`}
        aria-pressed={isTable}
        onClick={() => {
          isChosen.current = true;
          setIsTable(!isTable);
        }}
      >
        <Table2 aria-hidden />
      </Button>
    </>
  );
}

function SourceText({
  id,
  label,
  error,
  value,
  pathsId,
  placeholder,
  onChange,
  onFocus,
}: SourceInputProps): ReactNode {
  return (
    <Field {...(id !== undefined && { id })} label={label} isLabelHidden error={error}>
      <Input
        list={pathsId}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        className="font-mono text-xs"
        value={value}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
