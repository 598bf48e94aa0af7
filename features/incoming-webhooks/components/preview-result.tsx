import { CircleAlert, CircleCheck, CircleSlash } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/code-block";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import type { MappingPreview } from "@/features/incoming-webhooks/preview-schema";

/** What would come of the sample: by which rule, what each value of the mapping gives, and what is wrong. */
export function PreviewResult({ preview }: { preview: MappingPreview }) {
  const { ignored, action, rule, key, fields, results, issues, remarks } = preview;
  if (ignored !== null)
    return (
      <section aria-label="Preview">
        <Line icon={<CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />}>
          This payload is ignored. {ignored}
        </Line>
      </section>
    );
  const told = new Set(results.map(({ field }) => field));
  return (
    <section aria-label="Preview" className="flex flex-col gap-3">
      {(rule !== null || key !== null) && action && (
        <p className="text-sm">
          {rule !== null && `${rule}: ${ACTION_LABELS[action].label}. `}
          {key !== null && (
            <>
              Same ticket for <code className="font-mono text-xs wrap-anywhere">{key}</code>.
            </>
          )}
        </p>
      )}
      {results.length > 0 && <Results results={results} />}
      <CodeBlock
        title="What the action gets"
        language="json"
        code={JSON.stringify(fields, null, 2)}
        isWrapped
      />
      {issues.length === 0 ? (
        <Line icon={<CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />}>
          The action can use this payload.
        </Line>
      ) : (
        <Issues issues={issues} />
      )}
      <Issues issues={remarks.filter(({ path }) => !told.has(path))} />
    </section>
  );
}

function Results({ results }: Pick<MappingPreview, "results">) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm max-md:grid-cols-1">
      {results.map(({ field, value, problem }) => (
        <div key={field} className="col-span-full grid grid-cols-subgrid">
          <dt className="font-mono text-xs leading-5 text-muted-foreground">{field}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {value !== null && <span className="line-clamp-3">{shown(value)}</span>}
            {problem !== null && (
              <span className="flex items-start gap-1.5 text-muted-foreground">
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
                {problem}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function Issues({ issues }: Pick<MappingPreview, "issues">) {
  if (issues.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {issues.map(({ path, message }) => (
        <li key={`${path}:${message}`}>
          <Line icon={<CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />}>
            <span className="font-mono text-xs">{path}</span>: {message}
          </Line>
        </li>
      ))}
    </ul>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-sm">
      {icon}
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
