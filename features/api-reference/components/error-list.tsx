import Link from "next/link";
import { apiReferenceHref } from "@/features/api-reference/links";
import type { OperationView } from "@/features/api-reference/operations";

/** The errors of one operation: each code leads to what it means, and what is particular to this call is said here. */
export function ErrorList({ errors }: { errors: OperationView["errors"] }) {
  const particular = errors.filter(({ description }) => description);
  return (
    <>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {errors.flatMap(({ status, codes }) =>
          codes.map((code) => (
            <li key={code}>
              {status}{" "}
              <Link
                href={apiReferenceHref("", errorAnchor(code))}
                prefetch={false}
                className="font-mono text-link hover:underline"
              >
                {code}
              </Link>
            </li>
          )),
        )}
      </ul>
      {particular.length > 0 && (
        <ul className="flex flex-col gap-1 text-sm text-muted-foreground">
          {particular.map(({ status, description }) => (
            <li key={status} className="max-w-prose">
              {status}: {description}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The id of a code's row among all error codes. */
export function errorAnchor(code: string): string {
  return `error-${code}`;
}
