"use client";

import Link from "next/link";
import { type KeyValue, KeyValues } from "@/components/key-values";
import { Panel } from "@/components/panel";
import { useCan } from "@/features/auth/hooks";
import { attributesText } from "@/features/customers/attributes-text";
import { editCustomerHref } from "@/features/customers/links";
import type { Customer } from "@/features/customers/schema";
import { ExactNumber } from "@/lib/exact-number";

export function CustomerAttributes({ customer: { id, attributes, erasedAt } }: { customer: Customer }) {
  const mayEdit = useCan("customers:write") && erasedAt === null;
  const items = Object.entries(attributes).map(toItem);
  return (
    <Panel
      title="Attributes"
      action={
        mayEdit && (
          <Link
            href={editCustomerHref(id, "attributes")}
            className="inline-flex min-h-6 items-center rounded-sm text-sm text-link underline underline-offset-3"
          >
            Edit attributes
          </Link>
        )
      }
    >
      {items.length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted-foreground">
          None. Anything about a customer can be kept here, by hand or through the API.
        </p>
      ) : (
        <KeyValues items={items} className="px-4 py-2" />
      )}
    </Panel>
  );
}

function toItem([label, value]: [string, unknown]): KeyValue {
  if (typeof value !== "object" || value === null || value instanceof ExactNumber)
    return { label, value: String(value), copy: String(value) };
  const text = attributesText(value);
  return { label, value: <span className="whitespace-pre-wrap">{text}</span>, copy: text, isMono: true };
}
