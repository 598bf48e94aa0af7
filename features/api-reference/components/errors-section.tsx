import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Code } from "@/features/api-reference/text";
import { ERROR_STATUS, type ErrorCode } from "@/lib/errors";
import type { Field } from "@/lib/openapi/fields";
import { ERROR_CODES, ERROR_HELP, exampleProblem } from "@/lib/openapi/problems";
import { CodeSample } from "./code-sample";
import { errorAnchor } from "./error-list";
import { FieldTable } from "./field-table";
import { Prose, Section } from "./section";

export function ErrorsSection({ problemFields }: { problemFields: Field[] }) {
  return (
    <Section id="errors" title="Errors" level={2}>
      <Prose>
        Anything but success is answered as <Code>application/problem+json</Code> (RFC 9457). Branch on{" "}
        <Code>code</Code>; show people <Code>detail</Code>, which says what to do next. With <Code>422</Code>,{" "}
        <Code>issues</Code> points at each field. What belongs to another organization is <Code>404</Code>, as
        if it did not exist.
      </Prose>
      <CodeSample title="Example of a problem" code={JSON.stringify(exampleProblem("invalid"), null, 2)} />
      <FieldTable caption="Fields of a problem" fields={problemFields} isAnswer />
      <CodeTable />
    </Section>
  );
}

function CodeTable() {
  return (
    <div className="overflow-hidden rounded-lg border border-border bg-card">
      <Table>
        <TableCaption>Error codes</TableCaption>
        <TableHeader className="max-md:hidden">
          <TableRow>
            <TableHead>Status</TableHead>
            <TableHead>Code</TableHead>
            <TableHead>When, and what to do</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {ERROR_CODES.map((code: ErrorCode) => (
            <TableRow
              key={code}
              id={errorAnchor(code)}
              className="target:bg-selected max-md:block max-md:scroll-mt-16 max-md:py-1"
            >
              <TableCell className="align-top font-mono text-xs leading-5 max-md:inline-block max-md:pr-0 max-md:pb-0">
                {ERROR_STATUS[code]}
              </TableCell>
              <TableCell className="align-top font-mono text-xs leading-5 max-md:inline-block max-md:pb-0">
                {code}
              </TableCell>
              <TableCell className="align-top max-md:block max-md:pt-1">
                {ERROR_HELP[code].when}{" "}
                <span className="text-muted-foreground">{ERROR_HELP[code].nextStep}</span>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
