"use client";

import { createContext, type RefObject, useContext, useEffect, useState } from "react";
import { copyKeysHint, copyText, selectContents } from "./copy-text";
import { announce } from "./live-regions";

const COPIED_MS = 2_000;

/** Hears what the buttons inside of it copied. */
export const CopiedText = createContext<(text: string) => void>(() => {});

interface UseCopyOptions {
  /** What was copied, as it begins a sentence: "Signing secret" → "Signing secret copied". */
  noun: string;
  /** Selected when no way of copying works. */
  target?: RefObject<HTMLElement | null>;
  onCopied?: (() => void) | undefined;
}

/** Copying with spoken feedback; `hint` is set when the reader has to press the keys. */
export function useCopy({ noun, target, onCopied }: UseCopyOptions) {
  const tell = useContext(CopiedText);
  const [state, setState] = useState<"idle" | "copied" | "selected">("idle");

  useEffect(() => {
    if (state === "selected" && target?.current) selectContents(target.current);
    if (state !== "copied") return;
    const timer = window.setTimeout(() => setState("idle"), COPIED_MS);
    return () => window.clearTimeout(timer);
  }, [state, target]);

  async function copy(text: string) {
    const isDone = await copyText(text);
    setState(isDone ? "copied" : "selected");
    if (isDone) {
      announce(`${noun} copied`);
      tell(text);
      onCopied?.();
    } else {
      announce(`${noun} selected. ${copyKeysHint()} to copy it`, "assertive");
    }
  }

  return { copy, isCopied: state === "copied", hint: state === "selected" ? copyKeysHint() : null };
}
