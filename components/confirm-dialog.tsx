"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { withoutDirectionMarks } from "@/lib/direction-marks";
import { FormAlert } from "./form-alert";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "./ui/alert-dialog";
import { Button } from "./ui/button";
import { Field } from "./ui/field";
import { Input } from "./ui/input";

interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** The verb and the object: "Revoke token “CI – read only”?". */
  title: string;
  /** The consequence, with live facts. */
  description: ReactNode;
  /** Repeats the verb: "Revoke token". */
  confirmLabel: string;
  cancelLabel?: string;
  /** "danger" (default) for what destroys or cuts off, "default" for the rest. */
  tone?: "danger" | "default";
  /** Must be typed before the action; only for deleting something in recent use. */
  typedName?: string | undefined;
  /** What the question is about is still being looked up; there is nothing to confirm before. */
  isLoading?: boolean;
  /** The dialog stays open and pending until it settles, closes on success and shows the error otherwise. */
  onConfirm(): Promise<unknown> | unknown;
  children?: ReactNode;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onOpenChange } = props;
  const [isPending, setIsPending] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog open={isOpen} onOpenChange={(next) => !isPending && onOpenChange(next)}>
      <AlertDialogContent
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          cancel.current?.focus();
        }}
      >
        <ConfirmBody {...props} isPending={isPending} setIsPending={setIsPending} cancelRef={cancel} />
      </AlertDialogContent>
    </AlertDialog>
  );
}

interface ConfirmBodyProps extends ConfirmDialogProps {
  isPending: boolean;
  setIsPending(isPending: boolean): void;
  cancelRef: React.RefObject<HTMLButtonElement | null>;
}

/** Mounted anew with every opening, so that typed text and errors start empty. */
function ConfirmBody({
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancel",
  tone = "danger",
  typedName,
  isLoading = false,
  onConfirm,
  onOpenChange,
  isPending,
  setIsPending,
  cancelRef,
  children,
}: ConfirmBodyProps) {
  const [typed, setTyped] = useState("");
  const [typedError, setTypedError] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const inputId = useId();

  async function confirm() {
    if (typedName !== undefined && !isSameName(typed, typedName)) {
      setTypedError(`Type “${typedName}” to confirm.`);
      document.getElementById(inputId)?.focus();
      return;
    }
    setError(null);
    setIsPending(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "It did not work. Try again.");
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog's events bubble through React to a form around it, which must not be submitted as well.
        event.stopPropagation();
        if (!isPending && !isLoading) void confirm();
      }}
    >
      <div className="flex flex-col gap-3 px-5 py-4">
        <AlertDialogTitle>{title}</AlertDialogTitle>
        <AlertDialogDescription asChild>
          <div>{description}</div>
        </AlertDialogDescription>
        {children}
        {typedName !== undefined && (
          <Field id={inputId} label={<TypedLabel name={typedName} />} error={typedError}>
            <Input
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => {
                setTyped(event.target.value);
                setTypedError(null);
              }}
            />
          </Field>
        )}
        {error && <FormAlert>{error}</FormAlert>}
      </div>
      <AlertDialogFooter className="rounded-b-xl">
        <AlertDialogCancel asChild>
          <Button ref={cancelRef} disabled={isPending}>
            {cancelLabel}
          </Button>
        </AlertDialogCancel>
        <Button
          type="submit"
          variant={tone === "danger" ? "destructive" : "primary"}
          isPending={isPending || isLoading}
        >
          {confirmLabel}
        </Button>
      </AlertDialogFooter>
    </form>
  );
}

function TypedLabel({ name }: { name: string }) {
  return (
    <>
      Type <span className="font-mono text-xs break-all select-all">{name}</span> to confirm
    </>
  );
}

/** What can't be seen need not be typed. */
function isSameName(typed: string, name: string): boolean {
  return withoutDirectionMarks(typed).trim() === withoutDirectionMarks(name).trim();
}
