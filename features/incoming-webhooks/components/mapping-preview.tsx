"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type * as z from "zod";
import { CodeBlock } from "@/components/code-block";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type IncomingFormValues, toDefaults, toMapping } from "@/features/incoming-webhooks/form-values";
import { mappingPreviewQuery } from "@/features/incoming-webhooks/hooks";
import type { previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import { parseJson } from "@/lib/parse-json";
import { payloadPaths } from "@/lib/payload-paths";

const DEBOUNCE_MS = 400;

interface MappingPreviewProps {
  sample: string;
  onSampleChange(text: string): void;
  /** A value of the sample was chosen for the mapping. */
  onPick(path: string): void;
}

/** A sample to try the mapping on. It is sent for the preview only, and not kept. */
export function MappingPreview({ sample, onSampleChange, onPick }: MappingPreviewProps) {
  const payload = parse(useDeferredValue(sample));
  return (
    <>
      <Field
        label="Sample payload"
        hint="Paste what the sender sends; it is not saved."
        isOptional
        error={payload === undefined && "This is not valid JSON, so there is nothing to preview."}
      >
        <Textarea
          rows={6}
          value={sample}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-xs"
          onChange={(event) => onSampleChange(event.target.value)}
        />
      </Field>
      {payload !== undefined && (
        <>
          <PathList payload={payload} onPick={onPick} />
          <Outcome payload={payload} />
        </>
      )}
    </>
  );
}

function PathList({ payload, onPick }: { payload: unknown; onPick(path: string): void }) {
  const paths = payloadPaths(payload);
  if (paths.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm text-muted-foreground">
        Choose a value to put its path into the row you were in, or into a new one.
      </p>
      <ul className="flex max-h-48 flex-wrap gap-1.5 overflow-y-auto p-0.5">
        {paths.map(({ path, preview }) => (
          <li key={path} className="max-w-full min-w-0">
            <button
              type="button"
              title={preview}
              aria-label={`Use ${path}`}
              className="min-h-6 max-w-full truncate rounded-sm border border-border bg-card px-1.5 font-mono text-xs hover:bg-accent"
              onClick={() => onPick(path)}
            >
              {path}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({ payload }: { payload: unknown }) {
  const { control, getValues } = useFormContext<IncomingFormValues>();
  // Renders again with every change; what it returns may lack fields, unlike the values themselves.
  useWatch({ control });
  const body = useDebounced(toPreview(getValues(), payload));
  const preview = useQuery({ ...mappingPreviewQuery(body), retry: false });
  if (preview.error) return <p className="text-sm text-muted-foreground">{preview.error.message}</p>;
  if (!preview.data) return null;
  const { fields, issues } = preview.data;
  return (
    <section aria-label="Preview" className="flex flex-col gap-2">
      <CodeBlock
        title="What the action gets"
        language="json"
        code={JSON.stringify(fields, null, 2)}
        isWrapped
      />
      {issues.length === 0 ? (
        <p className="flex items-start gap-1.5 text-sm">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          The action can use this payload.
        </p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {issues.map(({ path, message }) => (
            <li key={`${path}:${message}`} className="flex items-start gap-1.5">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
              <span>
                <span className="font-mono text-xs">{path}</span>: {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Preview = z.input<typeof previewMappingSchema>;

/** A row without a path yet, or with a field of another action, is left out. */
function toPreview(values: IncomingFormValues, payload: unknown): Preview {
  const mapping = toMapping(values.mapping.filter(({ source }) => source.trim()));
  return { action: values.action, mapping, defaults: toDefaults(values), payload };
}

function useDebounced(value: Preview): Preview {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // What `toPreview` made, in text and back.
  return parseJson(settled) as Preview;
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
