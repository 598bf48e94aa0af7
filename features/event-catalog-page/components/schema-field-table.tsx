"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
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
import { cn } from "@/lib/cn";
import type { JsonSchema } from "@/lib/openapi/json-schema";
import { fieldsIn, type SchemaField } from "./schema-fields";

/** The fields of an event's data; those with fields of their own open. Below 768 px each is a card. */
export function SchemaFieldTable({ caption, schema }: { caption: string; schema: JsonSchema }) {
  if (fieldsIn([schema], schema).length === 0)
    return <p className="p-4 text-sm text-muted-foreground">The schema names no fields.</p>;
  return (
    <Table>
      <TableCaption>{caption}</TableCaption>
      <TableHeader className="max-md:hidden">
        <TableRow>
          <TableHead className="w-2/5">Name</TableHead>
          <TableHead className="w-1/5">Type</TableHead>
          <TableHead>Description</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        <FieldRows schemas={[schema]} root={schema} path="" depth={0} />
      </TableBody>
    </Table>
  );
}

interface FieldRowsProps {
  schemas: JsonSchema[];
  root: JsonSchema;
  /** Of what they are inside of. */
  path: string;
  depth: number;
}

function FieldRows({ schemas, root, path, depth }: FieldRowsProps) {
  return fieldsIn(schemas, root).map((field) => (
    <FieldRow key={field.name} field={field} root={root} path={path} depth={depth} />
  ));
}

const INDENTS = ["pl-3", "pl-8", "pl-13", "pl-18"] as const;

function FieldRow({ field, root, path, depth }: Omit<FieldRowsProps, "schemas"> & { field: SchemaField }) {
  const [isOpen, setIsOpen] = useState(false);
  const whole = path ? `${path}.${field.name}` : field.name;
  return (
    <>
      <TableRow className="max-md:block max-md:py-1">
        <TableCell
          className={cn("align-top max-md:block max-md:pb-0", INDENTS[Math.min(depth, INDENTS.length - 1)])}
        >
          {field.inner.length > 0 ? (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label={`Fields of ${whole}`}
              className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:bg-accent"
              onClick={() => setIsOpen(!isOpen)}
            >
              <ChevronRight aria-hidden className={cn("size-3.5 shrink-0", isOpen && "rotate-90")} />
              <Name field={field} />
            </button>
          ) : (
            <Name field={field} />
          )}
        </TableCell>
        <TableCell className="align-top text-xs text-muted-foreground wrap-anywhere max-md:block max-md:py-0">
          {field.type}
          {field.isRequired && (
            <>
              {" "}
              <Badge tone="outline">required</Badge>
            </>
          )}
        </TableCell>
        <TableCell className="align-top max-md:block max-md:pt-0.5">
          <FieldDescription field={field} />
        </TableCell>
      </TableRow>
      {isOpen && <FieldRows schemas={field.inner} root={root} path={whole} depth={depth + 1} />}
    </>
  );
}

function Name({ field: { name } }: { field: SchemaField }) {
  return (
    <code className="font-mono text-xs font-medium wrap-anywhere">{name === "*" ? "any name" : name}</code>
  );
}
