"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { type FieldValues, useFormContext } from "react-hook-form";
import { Button } from "./ui/button";

interface AdvancedFieldsProps<Values extends FieldValues> {
  /** What it holds, for who wonders whether to look: "Scope, filter and retries". */
  summary: string;
  /** The form's fields in it: an error of one opens it, and takes the focus where no other field is wrong. */
  fields: readonly (keyof Values & string)[];
  /** A field in it has a value of its own, so that it stays open. */
  isFilled: boolean;
  children: ReactNode;
}

/** The part of a long form that most people need not see. */
export function AdvancedFields<Values extends FieldValues>({
  summary,
  fields,
  isFilled,
  children,
}: AdvancedFieldsProps<Values>) {
  const { errors, submitCount } = useFormContext<Values>().formState;
  const [isWanted, setIsWanted] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const focusedAfter = useRef(submitCount);
  const hasError = fields.some((field) => field in errors);
  const mustShow = isFilled || hasError;

  useEffect(() => {
    if (focusedAfter.current === submitCount) return;
    focusedAfter.current = submitCount;
    // While it was closed, the form could not move the focus in here.
    const isElsewhere = document.activeElement?.getAttribute("aria-invalid") === "true";
    if (hasError && !isElsewhere) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [submitCount, hasError]);

  return (
    <>
      {!mustShow && (
        <Button
          variant="ghost"
          className="self-start"
          aria-expanded={isWanted}
          aria-controls={id}
          onClick={() => setIsWanted(!isWanted)}
        >
          <ChevronDown aria-hidden className={isWanted ? "" : "-rotate-90"} />
          Advanced
          <span className="font-normal text-muted-foreground max-md:hidden">{summary}</span>
        </Button>
      )}
      <div ref={box} id={id} hidden={!isWanted && !mustShow} className="flex flex-col gap-8">
        {children}
      </div>
    </>
  );
}
