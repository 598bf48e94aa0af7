"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { OperationView } from "@/features/api-reference/operations";
import { newTokenHref } from "@/features/tokens/links";
import type { FieldGroup } from "@/lib/openapi/fields";
import { CodeSample } from "./code-sample";
import { ErrorList } from "./error-list";
import { FieldTable } from "./field-table";
import { ObjectLink } from "./object-link";
import { Paragraphs } from "./paragraphs";
import { SampleTabs } from "./sample-tabs";
import { Prose, Section } from "./section";

/** Runs in the browser as well, because as data it is sent in a fraction of the bytes that its elements would take. */
export function OperationSection({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, description, parameters, body, success, samples } = operation;
  return (
    <Section id={id} title={summary} level={3}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={METHOD_TONES[method] ?? "neutral"} className="font-mono">
          {method}
        </Badge>
        <code className="font-mono text-sm wrap-anywhere">{path}</code>
      </p>
      <Paragraphs>{description}</Paragraphs>
      <AccessNote operation={operation} />
      {samples && <SampleTabs samples={samples} subject={summary} />}
      {parameters.length > 0 && (
        <Part title="Parameters">
          <FieldTable caption={`Parameters: ${summary}`} fields={parameters} hasPlace />
        </Part>
      )}
      {body && (
        <Part title="Body">
          <FieldGroups groups={body.groups} caption={`Body: ${summary}`} />
        </Part>
      )}
      <Part title={`Answer ${success.status}`}>
        {success.content ? (
          <>
            <CodeSample title={`Example answer: ${summary}`} code={exampleText(success.content.example)} />
            <FieldGroups groups={success.content.groups} caption={`Answer: ${summary}`} isAnswer />
          </>
        ) : (
          <Prose>{success.description}</Prose>
        )}
      </Part>
      <Part title="Errors">
        <ErrorList errors={operation.errors} />
      </Part>
    </Section>
  );
}

const METHOD_TONES: Record<string, "info" | "success" | "warning" | "danger"> = {
  GET: "info",
  POST: "success",
  PUT: "warning",
  PATCH: "warning",
  DELETE: "danger",
};

function AccessNote({ operation: { access, scope } }: { operation: OperationView }) {
  return (
    <p className="text-sm text-muted-foreground">
      {access === "scope" && (
        <>
          Needs the scope{" "}
          <Link
            href={newTokenHref(scope)}
            prefetch={false}
            className="font-mono text-link underline underline-offset-3"
          >
            {scope}
          </Link>
        </>
      )}
      {access === "customer" && (
        <>
          For an app that a customer connected: their access token with the scope{" "}
          <code className="font-mono">{scope}</code>. API tokens and sessions are refused.
        </>
      )}
      {access === "signed-in" && "Any token or session will do, whatever its scopes."}
      {access === "session" &&
        `For people who signed in here${scope ? `, with a role that has ${scope}` : ""}; tokens are refused.`}
      {access === "public" && "Needs no credential."}
      {access === "app" && "The app names itself: its client_id, and its secret if it has one."}
    </p>
  );
}

interface FieldGroupsProps {
  groups: FieldGroup[];
  caption: string;
  isAnswer?: boolean;
}

function FieldGroups({ groups, caption, isAnswer = false }: FieldGroupsProps) {
  return groups.map(({ title = "", component, fields }, index) => (
    <div key={title} className="flex flex-col gap-1.5 text-sm empty:hidden">
      {title && !component && <p>{index === 0 ? title : `Or ${title}`}</p>}
      {component && (
        <p>
          {index === 0 ? "A " : "Or a "}
          <ObjectLink name={component}>{component}</ObjectLink>
        </p>
      )}
      {fields.length > 0 && (
        <FieldTable caption={`${caption} ${title}`.trim()} fields={fields} isAnswer={isAnswer} />
      )}
    </div>
  ));
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h4 className="text-sm font-semibold">{title}</h4>
      {children}
    </div>
  );
}

function exampleText(example: unknown): string {
  return typeof example === "string" ? example : JSON.stringify(example, null, 2);
}
