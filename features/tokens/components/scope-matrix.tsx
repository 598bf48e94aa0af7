"use client";

import { Radio } from "@/components/ui/radio-group";
import { LEVELS, type Level, levelOf, RESOURCE_TEXT, withLevel } from "@/features/tokens/access";
import { isForPeople, RESOURCES, type Resource, type Scope } from "@/lib/scopes";

const LEVEL_LABELS = { none: "None", read: "Read", write: "Write" } as const;

interface ScopeMatrixProps {
  held: Scope[];
  scopes: Scope[];
  onChange(scopes: Scope[]): void;
}

/** One radio group per resource; what the viewer does not hold can't be chosen. */
export function ScopeMatrix({ held, scopes, onChange }: ScopeMatrixProps) {
  return (
    <div className="divide-y divide-border rounded-lg border border-border bg-card">
      {RESOURCES.map((resource) => (
        <ResourceRow
          key={resource}
          resource={resource}
          ceiling={levelOf(held, resource)}
          level={levelOf(scopes, resource)}
          onChange={(level) => onChange(withLevel(scopes, resource, level))}
        />
      ))}
    </div>
  );
}

interface ResourceRowProps {
  resource: Resource;
  /** The most that the viewer may grant. */
  ceiling: Level;
  level: Level;
  onChange(level: Level): void;
}

function ResourceRow({ resource, ceiling, level, onChange }: ResourceRowProps) {
  const { label, opens } = RESOURCE_TEXT[resource];
  const id = `scope-${resource}`;
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-opens`}
      className="flex items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5 max-md:flex-col max-md:items-start"
    >
      <div className="min-w-0 text-sm">
        <p id={`${id}-name`} className="font-medium">
          {label}
        </p>
        <p id={`${id}-opens`} className="text-muted-foreground">
          {opens}
          {ceiling !== "write" && ` ${ceilingReason(resource, ceiling)}`}
        </p>
      </div>
      <div className="flex shrink-0 gap-4">
        {LEVELS.map((one) => (
          <Radio
            key={one}
            name={id}
            value={one}
            label={LEVEL_LABELS[one]}
            checked={level === one}
            disabled={LEVELS.indexOf(one) > LEVELS.indexOf(ceiling)}
            onChange={() => onChange(one)}
          />
        ))}
      </div>
    </div>
  );
}

function ceilingReason(resource: Resource, ceiling: "none" | "read"): string {
  if (ceiling === "read" && isForPeople(`${resource}:write`)) return "A token only reads it.";
  return ceiling === "read" ? "Your own role only reads it." : "Your own role has no access to it.";
}
