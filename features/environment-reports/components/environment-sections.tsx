"use client";

import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import type { EnvironmentSection } from "@/features/environment-reports/schema";
import { numbered } from "@/features/environment-reports/values";
import { ShowAll, useFirst } from "./show-all";

const SHOWN_AT_FIRST = 200;

/** Folded unless `isOpen`: what is looked for is to be seen. */
export function EnvironmentSections({
  sections,
  isOpen,
}: {
  sections: EnvironmentSection[];
  isOpen: boolean;
}) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-sm font-semibold">Everything the site reported</h2>
      {numbered(sections).map((section) => (
        <Section key={`${section.place} ${section.key}`} section={section} isOpen={isOpen} />
      ))}
    </section>
  );
}

function Section({ section, isOpen }: { section: EnvironmentSection; isOpen: boolean }) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const { label, fields } = section;
  return (
    <details
      open={isOpen || isUnfolded}
      className="overflow-hidden rounded-lg border border-border bg-card"
      onToggle={(event) => {
        if (!isOpen) setIsUnfolded(event.currentTarget.open);
      }}
    >
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium wrap-anywhere hover:bg-muted">
        {label} <span className="font-normal text-muted-foreground">({fields.length})</span>
      </summary>
      {(isOpen || isUnfolded) && <Fields section={section} />}
    </details>
  );
}

function Fields({ section: { fields } }: { section: EnvironmentSection }) {
  const { first, more, showAll } = useFirst(fields, SHOWN_AT_FIRST);
  return (
    <div className="flex flex-col gap-2 border-t border-border">
      <dl>
        {numbered(first).map(({ place, label, value }) => (
          <div
            key={place}
            className="grid grid-cols-[minmax(8rem,16rem)_minmax(0,1fr)] gap-x-4 border-b border-border px-3 py-1.5 last:border-b-0 max-md:grid-cols-1"
          >
            <dt className="py-0.5 text-sm wrap-anywhere text-muted-foreground">{label}</dt>
            <dd className="flex min-w-0 items-start gap-1">
              <span
                dir="auto"
                className="min-w-0 flex-1 py-0.5 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap"
              >
                {value}
              </span>
              <CopyButton value={value} noun={label} className="-my-0.5 shrink-0" />
            </dd>
          </div>
        ))}
      </dl>
      <ShowAll more={more} noun="fields" onShow={showAll} />
    </div>
  );
}
