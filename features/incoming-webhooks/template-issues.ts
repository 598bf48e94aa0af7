import "server-only";
import { templateProblem } from "@/features/incoming-webhooks/liquid";
import { hasBarePathsOnly, isTemplate, pathsIn } from "@/features/incoming-webhooks/placeholders";
import type { Issue } from "@/lib/errors";

interface Outcome {
  mapping?: object | undefined;
}

interface Settings extends Outcome {
  correlationKey?: string | null | undefined;
  rules?: readonly Outcome[] | undefined;
  otherwise?: Outcome | null | undefined;
}

/** Templates that can't be read, by where they stand. */
export function templateIssues({ mapping, correlationKey, rules = [], otherwise }: Settings): Issue[] {
  return [
    ...issuesOf(mapping, "mapping."),
    ...issuesOf({ correlationKey: correlationKey ?? undefined }, ""),
    ...rules.flatMap((rule, index) => issuesOf(rule.mapping, `rules.${index}.mapping.`)),
    ...issuesOf(otherwise?.mapping, "otherwise.mapping."),
  ];
}

function issuesOf(sources: object | undefined, under: string): Issue[] {
  return Object.entries(sources ?? {}).flatMap(([field, source]) => {
    const message = typeof source === "string" ? problemOf(source) : null;
    return message ? [{ path: under + field, message }] : [];
  });
}

function problemOf(source: string): string | null {
  if (!isTemplate(source)) return null;
  return hasBarePathsOnly(source) && pathsIn(source).length > 0 ? null : templateProblem(source);
}
