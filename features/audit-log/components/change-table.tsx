import type { AuditChange } from "@/features/audit-log/schema";

/** What the log says of a secret, before and after. */
const SECRET = "changed";

/** Fields before and after. */
export function ChangeTable({ changes }: { changes: AuditChange[] }) {
  if (changes.length === 0) {
    return <p className="text-sm text-muted-foreground">No fields were recorded with this entry.</p>;
  }
  return (
    <div className="overflow-x-auto rounded-md border border-border">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Fields before and after</caption>
        <thead className="bg-muted text-xs text-muted-foreground">
          <tr>
            {["Field", "Before", "After"].map((heading) => (
              <th key={heading} scope="col" className="px-3 py-1.5 font-medium">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, from, to }) => (
            <tr key={field} className="border-t border-border align-top">
              <th scope="row" className="px-3 py-1.5 font-mono text-xs leading-5 font-normal">
                {field}
              </th>
              {from === SECRET && to === SECRET ? (
                <td colSpan={2} className="px-3 py-1.5 text-muted-foreground">
                  {SECRET}
                </td>
              ) : (
                <>
                  <Value value={from} />
                  <Value value={to} />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value }: { value: AuditChange["from"] }) {
  return (
    <td className="px-3 py-1.5 wrap-anywhere" dir="auto">
      {value === null || value === "" ? (
        <span className="text-muted-foreground">{value === null ? "none" : "empty"}</span>
      ) : (
        textOf(value)
      )}
    </td>
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.length === 0 ? "none" : value.map(textOf).join(", ");
}
