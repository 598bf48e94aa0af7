"use client";

import { type FormEvent, useId, useState } from "react";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useHydrated } from "@/components/use-hydrated";
import { useDebugSignature } from "@/features/incoming-requests/hooks";
import { SignatureDebuggerResult } from "./signature-debugger-result";
import { UseScheme } from "./use-scheme";

export interface Sample {
  headers: string;
  body: string;
  bodyEncoding: "utf8" | "base64";
  /** What stood behind the address. */
  query?: string;
  /** Of a request of the log. */
  receivedAt?: string;
}

interface SignatureDebuggerFormProps {
  webhookId: string;
  sample: Sample;
}

export function SignatureDebuggerForm({ webhookId, sample: initial }: SignatureDebuggerFormProps) {
  const [sample, setSample] = useState(initial);
  const [headersError, setHeadersError] = useState<string | null>(null);
  const { mutate, data, error, isPending, reset } = useDebugSignature(webhookId);
  const headersId = useId();
  const isHydrated = useHydrated();

  function change(next: Partial<Sample>) {
    setSample({ ...sample, ...next });
    setHeadersError(null);
    reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (sample.headers.trim() !== "") return mutate(sample);
    setHeadersError("Paste the headers, the one with the signature among them.");
    document.getElementById(headersId)?.focus();
  }

  return (
    <form noValidate onSubmit={submit}>
      <fieldset disabled={!isHydrated} className="flex min-w-0 flex-col gap-4">
        <Field
          id={headersId}
          label="Request headers"
          hint="One per line, as “Name: value”. The output of curl -v works, too, and so does JSON."
          error={headersError}
        >
          <Textarea
            rows={5}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-xs"
            value={sample.headers}
            onChange={(event) => change({ headers: event.target.value })}
          />
        </Field>
        <Field label="Request body" hint="Exactly as sent: even a newline at the end counts." isOptional>
          <Textarea
            rows={5}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-xs"
            value={sample.body}
            onChange={(event) => change({ body: event.target.value })}
          />
        </Field>
        <Field label="The body is given as" className="self-start">
          <NativeSelect
            value={sample.bodyEncoding}
            onChange={(event) =>
              change({ bodyEncoding: event.target.value === "base64" ? "base64" : "utf8" })
            }
          >
            <option value="utf8">Text</option>
            <option value="base64">Base64</option>
          </NativeSelect>
        </Field>
        {sample.receivedAt && (
          <p className="text-sm text-muted-foreground">
            The age of its timestamp is measured from its arrival,{" "}
            <Time value={sample.receivedAt} display="full" />.
          </p>
        )}
        <Button type="submit" variant="primary" isPending={isPending} className="self-start">
          Check signature
        </Button>
      </fieldset>
      <div role="status" className="mt-4 empty:hidden">
        {data && <SignatureDebuggerResult answer={data} />}
        {data?.suggestion && (
          <UseScheme webhookId={webhookId} suggestion={data.suggestion} onUsed={() => mutate(sample)} />
        )}
        {error && <p className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">{error.message}</p>}
      </div>
    </form>
  );
}
