"use client";

import { Check, Copy } from "lucide-react";
import { useRef } from "react";
import { cn } from "@/lib/cn";
import { lowerFirst } from "@/lib/lower-first";
import { Button } from "./ui/button";
import { useCopy } from "./use-copy";

interface CopyButtonProps {
  /** Null while there is nothing to copy yet: the button keeps its place. */
  value: string | null;
  /** What is copied, capitalised: "Delivery id" gives the name "Copy delivery id". */
  noun: string;
  /** Shows words beside the icon; without it the button is an icon. */
  label?: string;
  className?: string;
}

export function CopyButton({ value, noun, label, className }: CopyButtonProps) {
  const source = useRef<HTMLSpanElement>(null);
  const { copy, isCopied, hint } = useCopy({ noun, target: source });
  const Icon = isCopied ? Check : Copy;
  return (
    <span className={cn("relative inline-flex", className)}>
      <Button
        variant={label ? "secondary" : "ghost"}
        size={label ? "sm" : "icon-sm"}
        aria-label={label ? undefined : `Copy ${lowerFirst(noun)}`}
        title={label ? undefined : `Copy ${lowerFirst(noun)}`}
        disabled={value === null}
        onClick={() => value !== null && void copy(value)}
      >
        <Icon aria-hidden className={isCopied ? "text-success" : undefined} />
        {label && (isCopied ? "Copied" : label)}
      </Button>
      {hint && (
        <span className="absolute top-full right-0 z-10 mt-1 flex max-w-80 flex-col gap-1 rounded-md border border-border bg-popover p-2 text-xs shadow-md">
          <span ref={source} className="font-mono break-all select-all">
            {value}
          </span>
          <span className="text-muted-foreground">{hint} to copy</span>
        </span>
      )}
    </span>
  );
}
