"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ErrorState } from "@/components/error-state";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import type { AddedFactor, AuthenticatorSecret } from "@/features/factors/schema";

export interface AuthenticatorAppFormProps {
  start(): Promise<AuthenticatorSecret>;
  add(input: { name: string; secret: string; code: string }): Promise<AddedFactor>;
  onAdded(added: AddedFactor): void;
  onCancel(): void;
}

/** Shows the secret once, and takes the code that the app makes of it. */
export function AuthenticatorAppForm({ start, ...rest }: AuthenticatorAppFormProps) {
  const id = useId();
  // Asked for once for each form, and forgotten with it.
  const secret = useQuery({
    queryKey: ["authenticator-app", id],
    queryFn: start,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (secret.data) return <LoadedForm secret={secret.data} {...rest} />;
  if (secret.error)
    return (
      <ErrorState
        title="The secret could not be made"
        error={secret.error}
        onRetry={() => void secret.refetch()}
      />
    );
  return (
    <div aria-busy>
      <span className="sr-only">Making a secret</span>
      <Skeleton className="h-72 w-full rounded-lg" />
    </div>
  );
}

type LoadedFormProps = Omit<AuthenticatorAppFormProps, "start"> & { secret: AuthenticatorSecret };

function LoadedForm({ secret, add, onAdded, onCancel }: LoadedFormProps) {
  const [name, setName] = useState("Authenticator app");
  const [code, setCode] = useState("");
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    // A dialog's events bubble through React to whatever form is around it.
    event.stopPropagation();
    if (isPending) return;
    setIsPending(true);
    try {
      onAdded(await add({ name, secret: secret.secret, code }));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error("It did not work. Try again."));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      <p className="text-sm">
        Scan the picture with an authenticator app, or type the secret into it. Then enter the code that it
        shows.
      </p>
      <SecretPicture secret={secret} />
      <Field label="Name" hint="So that you know it again.">
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Code" hint="Six digits; a new one every 30 seconds.">
        <Input
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          className="w-40 font-mono"
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      {error && <FormAlert attempt={error}>{error.message}</FormAlert>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          Add authenticator app
        </Button>
      </div>
    </form>
  );
}

function SecretPicture({ secret: { secret, uri, qrCode } }: { secret: AuthenticatorSecret }) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      {/* White around it in the dark, too: cameras need it. */}
      {/* biome-ignore lint/performance/noImgElement: there is nothing to load. */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(qrCode)}`}
        alt="QR code with the secret below"
        className="size-44 rounded-md border border-border bg-white"
      />
      <div className="min-w-0 flex-1 basis-48 text-sm">
        <p className="text-muted-foreground">Secret</p>
        <p className="font-mono text-xs leading-6 break-all select-all">
          {secret.replace(/.{4}(?=.)/g, "$& ")}
        </p>
        <p className="mt-2">
          <a
            href={uri}
            className="rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2"
          >
            Open in an app on this device
          </a>
        </p>
      </div>
    </div>
  );
}
