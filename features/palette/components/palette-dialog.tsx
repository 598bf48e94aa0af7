"use client";

import { useQueries } from "@tanstack/react-query";
import { Command } from "cmdk";
import { type ReactNode, useEffect, useState } from "react";
import { THEME_CHOICES, useTheme } from "@/components/theme-choice";
import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";
import { useGoTo } from "@/components/use-go-to";
import { useSignOut } from "@/components/use-sign-out";
import { useMe } from "@/features/auth/hooks";
import { CREATE_ACTIONS, matchesWords } from "@/features/palette/actions";
import { type Choice, SOURCES } from "@/features/palette/find";

const SETTLED_MS = 150;

interface PaletteDialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** Ends that keys are kept for the field, and says what was typed. */
  takeEarlyText(): string;
  pages: Choice[];
  signOutAction: () => Promise<void>;
}

export function PaletteDialog({ isOpen, onOpenChange, ...props }: PaletteDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent className="overflow-hidden">
        <DialogTitle className="sr-only">Go to anything</DialogTitle>
        <PaletteBody onDone={() => onOpenChange(false)} {...props} />
      </DialogContent>
    </Dialog>
  );
}

interface PaletteBodyProps extends Pick<PaletteDialogProps, "takeEarlyText" | "pages" | "signOutAction"> {
  onDone(): void;
}

/** Mounted anew with every opening. */
function PaletteBody({ takeEarlyText, pages, signOutAction, onDone }: PaletteBodyProps) {
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const { groups, isSearching, failure } = useFound(text);
  const permissions = useMe()?.permissions ?? [];
  const [, chooseTheme] = useTheme("system");
  const signOut = useSignOut(signOutAction);
  const shown = pages.filter(({ label }) => matchesWords(label, text));
  const creates = CREATE_ACTIONS.filter(
    ({ label, scope }) => permissions.includes(scope) && matchesWords(label, text),
  );
  const themes = THEME_CHOICES.filter(({ label }) => matchesWords(`Theme: ${label}`, text));
  const hasSignOut = matchesWords("Sign out", text);
  const count =
    shown.length +
    creates.length +
    themes.length +
    (hasSignOut ? 1 : 0) +
    groups.flatMap(({ choices }) => choices).length;

  return (
    // Ctrl+K would move up in the list, also while this closes: it opens the palette.
    <Command
      label="Go to anything"
      shouldFilter={false}
      vimBindings={false}
      loop
      className="flex min-h-0 flex-1 flex-col"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        onFocus={() => setTyped((text) => text + takeEarlyText())}
        placeholder="Page, ticket, customer, id or action"
        className="h-14 shrink-0 border-b border-border bg-transparent pr-12 pl-4 text-base outline-none placeholder:text-muted-foreground"
      />
      <Command.List
        label="Choices"
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 md:max-h-[52vh] md:flex-none"
      >
        {groups.map(({ group, choices }) => (
          <Links key={group} heading={group} choices={choices} onDone={onDone} />
        ))}
        <Links heading="Pages" choices={shown} onDone={onDone} />
        <Links heading="Create" choices={creates} onDone={onDone} />
        {(themes.length > 0 || hasSignOut) && (
          <Group heading="Actions">
            {themes.map(({ value, label }) => (
              <Item
                key={value}
                value={`theme ${value}`}
                onSelect={() => {
                  chooseTheme(value);
                  onDone();
                }}
              >
                Theme: {label}
              </Item>
            ))}
            {hasSignOut && (
              <Item value="sign out" onSelect={signOut.start}>
                Sign out
              </Item>
            )}
          </Group>
        )}
      </Command.List>
      <p
        role="status"
        className={count > 0 && !failure ? "sr-only" : "px-4 py-6 text-center text-sm text-muted-foreground"}
      >
        {statusOf({ count, isSearching, text, failure })}
      </p>
    </Command>
  );
}

interface Found {
  count: number;
  isSearching: boolean;
  text: string;
  failure: string | null;
}

function statusOf({ count, isSearching, text, failure }: Found): string {
  if (isSearching) return "Searching…";
  if (failure !== null) return `Not everything could be searched. ${failure}`;
  if (count === 0) return `Nothing is called “${text}”.`;
  return `${count} ${count === 1 ? "choice" : "choices"}`;
}

/** What the operations find that the viewer may use. */
function useFound(text: string) {
  const settled = useSettled(text);
  const permissions = useMe()?.permissions ?? [];
  const asked = SOURCES.filter(({ scope, takes }) => permissions.includes(scope) && takes(settled));
  const answers = useQueries({
    queries: asked.map(({ group, find }) => ({
      queryKey: ["palette", group, settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => find(settled, signal),
      retry: false,
    })),
  });
  const groups = asked.flatMap(({ group }, index) => {
    const choices = answers[index]?.data ?? [];
    return choices.length > 0 ? [{ group, choices }] : [];
  });
  return {
    groups,
    isSearching: text !== settled || answers.some(({ isPending }) => isPending),
    failure: answers.find(({ error }) => error)?.error?.message ?? null,
  };
}

/** The text once nothing was typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

interface LinksProps {
  heading: string;
  choices: readonly Choice[];
  onDone(): void;
}

function Links({ heading, choices, onDone }: LinksProps) {
  const goTo = useGoTo();
  if (choices.length === 0) return null;
  return (
    <Group heading={heading}>
      {choices.map(({ href, label }) => (
        <Item
          key={href}
          value={href}
          onSelect={() => {
            onDone();
            goTo(href);
          }}
        >
          {label}
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="pb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground"
    >
      {children}
    </Command.Group>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect(): void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center rounded-md px-2 text-sm wrap-anywhere data-[selected=true]:bg-accent max-md:min-h-11"
    >
      {children}
    </Command.Item>
  );
}
