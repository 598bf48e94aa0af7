"use client";

import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { FieldDescription } from "@/features/api-reference/field-description";
import type { Field } from "@/lib/openapi/fields";
import { ObjectLink } from "./object-link";

interface FieldTableProps {
  caption: string;
  fields: (Field & { in?: string })[];
  /** Parameters say where they go: in the path, the query or a header. */
  hasPlace?: boolean;
  /** In an answer nothing is asked of the reader, so only what may be missing is marked. */
  isAnswer?: boolean;
}

/** Below 768 px each field is a card. Sent to the browser as data, like the operations. */
export function FieldTable({ caption, fields, hasPlace, isAnswer }: FieldTableProps) {
  return (
    <div className="overflow-hidden rounded-lg border border-border bg-card">
      <Table>
        <TableCaption>{caption}</TableCaption>
        <TableHeader className="max-md:hidden">
          <TableRow>
            <TableHead className="w-2/5">Name</TableHead>
            {hasPlace && <TableHead>In</TableHead>}
            <TableHead>Description</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {fields.map((field) => (
            <TableRow key={`${field.in} ${field.path}`} className="max-md:block max-md:py-1">
              <TableCell className="align-top max-md:block max-md:pb-0">
                <FieldName path={field.path} />
                <span className="block text-xs text-muted-foreground wrap-anywhere">
                  <FieldType field={field} />
                  {field.isRequired && !isAnswer && <span className="text-danger"> · required</span>}
                  {!field.isRequired && isAnswer && " · not always there"}
                </span>
              </TableCell>
              {hasPlace && (
                <TableCell className="align-top text-muted-foreground max-md:block max-md:py-0">
                  {field.in}
                </TableCell>
              )}
              <TableCell className="align-top max-md:block max-md:pt-1">
                <FieldDescription field={field} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function FieldType({ field: { type, component } }: { field: Field }) {
  if (!component) return type;
  return <ObjectLink name={component}>{type}</ObjectLink>;
}

/** What a field is inside of stands back. */
function FieldName({ path }: { path: string }) {
  const start = path.lastIndexOf(".") + 1;
  return (
    <code className="font-mono text-xs wrap-anywhere">
      {start > 0 && <span className="text-muted-foreground">{path.slice(0, start)}</span>}
      <span className="font-medium">{path.slice(start)}</span>
    </code>
  );
}
