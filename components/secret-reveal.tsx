"use client";

import { Download, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { selectedText } from "./copy-text";
import { downloadFile } from "./download";
import { type SecretField, SecretFieldRow } from "./secret-field";
import { Button } from "./ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "./ui/dialog";
import { useBackGuard } from "./use-back-guard";
import { CopiedText } from "./use-copy";
import { useUnloadWarning } from "./use-unload-warning";

interface SecretRevealProps {
  isOpen: boolean;
  /** "Token created". */
  title: string;
  /** Above the fields; the warning that this is the only time is always there. */
  description?: ReactNode;
  fields: SecretField[];
  /** Offers the fields that have an `envName` as a file, e.g. "replify.env". */
  envFilename?: string;
  /** Offers the secrets as a plain file, one after the other. */
  textFilename?: string;
  /** Called once closing is certain. Refetch the list here, not before: a refetch must not unmount the dialog. */
  onClose(): void;
  /** Samples and next steps, below the fields. */
  children?: ReactNode;
}

/** Shows secrets once, after they were made, and asks before it closes uncopied. Keep the values in local state only. */
export function SecretReveal({ isOpen, ...props }: SecretRevealProps) {
  return isOpen ? <OpenReveal {...props} /> : null;
}

/** Mounted anew for every secret, so that an earlier copy never counts for a later one. */
function OpenReveal({ onClose, ...content }: Omit<SecretRevealProps, "isOpen">) {
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  useUnloadWarning(!isCopied);
  useBackGuard(true, requestClose);

  function requestClose() {
    if (isCopied) onClose();
    else setIsAsking(true);
  }

  return (
    <Dialog open onOpenChange={requestClose}>
      <RevealContent
        {...content}
        isAsking={isAsking}
        onCopied={() => {
          setIsCopied(true);
          setIsAsking(false);
        }}
        onGoBack={() => setIsAsking(false)}
        onCloseAnyway={onClose}
        onDone={requestClose}
      />
    </Dialog>
  );
}

interface RevealContentProps extends Omit<SecretRevealProps, "isOpen" | "onClose"> {
  isAsking: boolean;
  onCopied(): void;
  onGoBack(): void;
  onCloseAnyway(): void;
  onDone(): void;
}

function RevealContent(props: RevealContentProps) {
  const { title, description, fields, envFilename, textFilename, children, isAsking, onCopied } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const copied = useRef(new Set<string>());
  const secrets = fields.filter((field) => field.isSecret !== false);

  /** A sample with the secret in it counts as well as the secret by itself. */
  function noteCopy(text: string) {
    for (const { label, value } of secrets) if (text.includes(value)) copied.current.add(label);
    if (secrets.every((field) => copied.current.has(field.label))) onCopied();
  }

  function downloadEnv(filename: string) {
    downloadFile(filename, toEnvFile(fields));
    for (const field of fields) if (field.envName) noteCopy(field.value);
  }

  function downloadText(filename: string) {
    downloadFile(filename, `${secrets.map(({ value }) => value).join("\n")}\n`);
    for (const { value } of secrets) noteCopy(value);
  }

  return (
    <DialogContent
      // Copying by the keys or the menu counts as well as the buttons do.
      onCopy={() => noteCopy(selectedText())}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        heading.current?.focus();
      }}
    >
      <DialogHeader>
        <DialogTitle ref={heading} tabIndex={-1} className="focus-visible:outline-none">
          {title}
        </DialogTitle>
        {description && <DialogDescription>{description}</DialogDescription>}
      </DialogHeader>
      <CopiedText value={noteCopy}>
        <DialogBody className="flex flex-col gap-4">
          <p className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            This is the only time you can see{" "}
            {secrets.length > 1 ? "these secrets. Copy them" : "this secret. Copy it"} now.
          </p>
          {fields.map((field) => (
            <SecretFieldRow key={field.label} field={field} isPrimary={field === secrets[0]} />
          ))}
          {children}
        </DialogBody>
      </CopiedText>
      {isAsking && <UncopiedAlert onGoBack={props.onGoBack} onCloseAnyway={props.onCloseAnyway} />}
      <DialogFooter>
        {envFilename && (
          <Button className="mr-auto" onClick={() => downloadEnv(envFilename)}>
            <Download aria-hidden />
            Download {envFilename}
          </Button>
        )}
        {textFilename && (
          <Button className="mr-auto" onClick={() => downloadText(textFilename)}>
            <Download aria-hidden />
            Download
          </Button>
        )}
        <Button onClick={props.onDone}>Done</Button>
      </DialogFooter>
    </DialogContent>
  );
}

function UncopiedAlert({ onGoBack, onCloseAnyway }: { onGoBack(): void; onCloseAnyway(): void }) {
  const goBack = useRef<HTMLButtonElement>(null);
  useEffect(() => goBack.current?.focus(), []);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-t border-border bg-danger-soft px-5 py-3"
    >
      <p className="mr-auto text-sm font-medium">You haven't copied it.</p>
      <Button size="sm" variant="danger" onClick={onCloseAnyway}>
        Close anyway
      </Button>
      <Button size="sm" ref={goBack} onClick={onGoBack}>
        Go back
      </Button>
    </div>
  );
}

function toEnvFile(fields: SecretField[]): string {
  const lines = fields.flatMap(({ envName, value }) => (envName ? [`${envName}=${quoteEnv(value)}`] : []));
  return `${lines.join("\n")}\n`;
}

/** Single quotes keep every character as it is; a value that holds one falls back to escapes in double quotes. */
function quoteEnv(value: string): string {
  if (/^[\w:/.+=@-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value.replace(/["\\$`]/g, "\\$&")}"` : `'${value}'`;
}
