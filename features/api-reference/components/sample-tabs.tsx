"use client";

import { useRef } from "react";
import { flushSync } from "react-dom";
import { CopyButton } from "@/components/copy-button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { LANGUAGES, type Samples } from "@/features/api-reference/languages";
import { CodeText } from "./code-text";
import { useLanguage } from "./language-provider";

interface SampleTabsProps {
  samples: Samples;
  /** What the samples show, as in "curl sample: create a token". */
  subject: string;
}

/** The same sample in each language; choosing one chooses it for the whole page. */
export function SampleTabs({ samples, subject }: SampleTabsProps) {
  const { language, choose } = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const offered = LANGUAGES.filter(({ id }) => samples[id] !== undefined);
  const current = offered.find(({ id }) => id === language) ?? offered[0];
  if (!current) return null;
  const code = samples[current.id] ?? "";
  const label = `${current.label} sample: ${subject}`;

  /** Samples further up change their height, too: the one that was clicked stays where it is. */
  function chooseInPlace(value: string) {
    const before = root.current?.getBoundingClientRect().top ?? 0;
    flushSync(() => choose(value));
    window.scrollBy({ top: (root.current?.getBoundingClientRect().top ?? 0) - before, behavior: "instant" });
  }

  return (
    <Tabs
      ref={root}
      value={current.id}
      onValueChange={chooseInPlace}
      className="overflow-hidden rounded-lg border border-border bg-card"
    >
      <div className="flex items-end justify-between gap-2 border-b border-border bg-muted pr-1 pl-3">
        <TabsList aria-label={`Language of the sample: ${subject}`} className="border-b-0">
          {offered.map(({ id, label: name }) => (
            <TabsTrigger key={id} value={id}>
              {name}
            </TabsTrigger>
          ))}
        </TabsList>
        <CopyButton value={code} noun={label} className="mb-1" />
      </div>
      {offered.map(({ id }) => (
        <TabsContent key={id} value={id} tabIndex={-1} className="pt-0">
          <CodeText label={label}>{samples[id] ?? ""}</CodeText>
        </TabsContent>
      ))}
    </Tabs>
  );
}
