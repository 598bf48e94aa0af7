"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type * as z from "zod";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type IncomingFormValues, toDefaults } from "@/features/incoming-webhooks/form-values";
import { mappingPreviewQuery, recentPayloadsQuery } from "@/features/incoming-webhooks/hooks";
import type { previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import { toMapping, toRules } from "@/features/incoming-webhooks/rule-values";
import { ApiError } from "@/lib/api-client";
import { counted } from "@/lib/format-number";
import { isRecord } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import { type PayloadPath, payloadPaths } from "@/lib/payload-paths";
import { isSenderHeader } from "@/lib/sender-headers";
import { PreviewResult } from "./preview-result";
import { RecentPayloadButtons, type Sample } from "./recent-payloads";

const DEBOUNCE_MS = 400;

interface MappingPreviewProps {
  /** Of the list that other fields suggest paths from. */
  pathsId: string;
  webhookId: string | undefined;
  sample: Sample;
  onSampleChange(sample: Sample): void;
  /** A value of the sample was chosen for the mapping. */
  onPick(path: string): void;
}

/** A sample to try the mapping on. It is sent for the preview only, and not kept. */
export function MappingPreview({ pathsId, webhookId, sample, onSampleChange, onPick }: MappingPreviewProps) {
  const payload = parse(useDeferredValue(sample.text));
  const places = placesOf(payload, sample);
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
          value={sample.text}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-xs"
          onChange={(event) => onSampleChange({ ...sample, text: event.target.value })}
        />
      </Field>
      {webhookId && <RecentPayloadButtons webhookId={webhookId} onChoose={onSampleChange} />}
      {sample.files.length > 0 && (
        <p className="text-sm wrap-anywhere text-muted-foreground">
          With {counted(sample.files.length, "file")}:{" "}
          {sample.files.map(({ field, name }) => name || field).join(", ")}
        </p>
      )}
      <PathSuggestions id={pathsId} places={places} webhookId={webhookId} />
      {payload !== undefined && (
        <>
          <PathList places={places} onPick={onPick} />
          <Outcome payload={payload} sample={sample} />
        </>
      )}
    </>
  );
}

/** Where values stand in a sample: in its payload, and in what its sender says in headers. */
function placesOf(payload: unknown, { headers }: Sample): PayloadPath[] {
  const isOwn = isRecord(payload) && Object.hasOwn(payload, "headers");
  const said = Object.entries(isOwn ? {} : headers).filter(([name]) => isSenderHeader(name));
  return [...payloadPaths(payload), ...payloadPaths({ headers: Object.fromEntries(said) })];
}

/** For every field that takes a path: those of the sample, and of what came of late. */
function PathSuggestions({
  id,
  places,
  webhookId,
}: {
  id: string;
  places: readonly PayloadPath[];
  webhookId: string | undefined;
}) {
  const recent = useQuery({ ...recentPayloadsQuery(webhookId ?? ""), enabled: webhookId !== undefined });
  const paths = new Set([...places.map(({ path }) => path), ...(recent.data?.paths ?? [])]);
  return (
    <datalist id={id}>
      {[...paths].map((path) => (
        <option key={path} value={path} />
      ))}
    </datalist>
  );
}

interface PathListProps {
  places: readonly PayloadPath[];
  onPick(path: string): void;
}

function PathList({ places, onPick }: PathListProps) {
  if (places.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm text-muted-foreground">
        Choose a value to put its path into the row you were in, or into a new one.
      </p>
      <ul className="flex max-h-48 flex-wrap gap-1.5 overflow-y-auto p-0.5">
        {places.map(({ path, preview }) => (
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

function Outcome({ payload, sample }: { payload: unknown; sample: Sample }) {
  const { control, getValues } = useFormContext<IncomingFormValues>();
  const { headers, files } = sample;
  // Renders again with every change; what it returns may lack fields, unlike the values themselves.
  useWatch({ control });
  const body = useDebounced({ ...toPreview(getValues(), payload), headers, files });
  const preview = useQuery({ ...mappingPreviewQuery(body), retry: false });
  if (preview.error) return <p className="text-sm text-muted-foreground">{failureText(preview.error)}</p>;
  if (!preview.data) return null;
  return <PreviewResult preview={preview.data} />;
}

/** A condition that somebody is still writing is told of beside it, and not by its path in the API. */
function failureText(error: Error): string {
  const issues = error instanceof ApiError ? error.issues : [];
  const isUnfinished =
    issues.length > 0 && issues.every(({ path }) => path.split(".").includes("conditions"));
  return isUnfinished
    ? "Fill in the conditions above to see what would come of this payload."
    : error.message;
}

type Preview = z.input<typeof previewMappingSchema>;

/** A row without a path yet is left out. */
function toPreview(values: IncomingFormValues, payload: unknown): Preview {
  const mapping = toMapping(values.mapping.filter(({ source }) => source.trim()));
  const { onClosed: _, ...rules } = toRules(values);
  return { action: values.action, mapping, defaults: toDefaults(values), ...rules, payload };
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
