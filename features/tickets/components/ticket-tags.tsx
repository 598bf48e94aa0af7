"use client";

import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";

const TAG_MAX = 60;

interface TicketTagsProps {
  tags: string[];
  isAllowed: boolean;
  onChange(tags: string[]): void;
}

export function TicketTags({ tags, isAllowed, onChange }: TicketTagsProps) {
  const [text, setText] = useState("");
  const isHydrated = useHydrated();

  function add(event: FormEvent) {
    event.preventDefault();
    const tag = text.trim();
    setText("");
    if (tag !== "" && !tags.includes(tag)) onChange([...tags, tag]);
  }

  return (
    <form noValidate onSubmit={add} className="flex flex-col gap-2">
      <fieldset disabled={!isHydrated || !isAllowed} className="contents">
        {tags.length > 0 && (
          // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of lists without bullets.
          <ul role="list" aria-label="Tags" className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <li
                key={tag}
                className="inline-flex h-6 max-w-full items-center rounded-md border border-border bg-neutral-soft pl-2 text-xs"
              >
                <span className="truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={`Remove the tag ${tag}`}
                  className="inline-flex size-6 shrink-0 items-center justify-center rounded-md not-disabled:hover:bg-accent disabled:cursor-not-allowed"
                  onClick={() => onChange(tags.filter((one) => one !== tag))}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-end gap-2">
          <Field label="Add a tag" className="min-w-0 flex-1" isOptional>
            <Input value={text} maxLength={TAG_MAX} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Button type="submit" size="icon" aria-label="Add the tag">
            <Plus aria-hidden />
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
