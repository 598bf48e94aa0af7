import type { Field } from "@/lib/openapi/fields";
import { Code, Text } from "./text";

/** More values than this stay folded. */
const VALUES_SHOWN_MAX = 12;

/** What a field means, what holds of it, and which values it takes. */
export function FieldDescription({ field: { description, constraints, values } }: { field: Field }) {
  return (
    <div className="flex flex-col gap-1 empty:hidden">
      {description && (
        <p className="max-w-prose text-pretty">
          <Text>{description}</Text>
        </p>
      )}
      {constraints.length > 0 && (
        <p className="text-xs text-muted-foreground wrap-anywhere">{constraints.join(" · ")}</p>
      )}
      {values.length > VALUES_SHOWN_MAX ? (
        <details>
          <summary className="w-fit cursor-pointer text-xs text-link">One of {values.length} values</summary>
          <Values values={values} />
        </details>
      ) : (
        values.length > 0 && <Values values={values} />
      )}
    </div>
  );
}

function Values({ values }: { values: string[] }) {
  return (
    <p className="text-xs leading-6 text-muted-foreground">
      One of{" "}
      {values.map((value, index) => (
        <span key={value}>
          {index > 0 && ", "}
          <Code>{value}</Code>
        </span>
      ))}
    </p>
  );
}
