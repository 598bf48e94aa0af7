"use client";

import { ChevronDown } from "lucide-react";
import { useId, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { forgetDraft, readDraft, writeDraft } from "./composer-draft";
import { type ComposerMode, ComposerModes } from "./composer-modes";
import { useHotkey } from "./hotkeys";
import { Button } from "./ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "./ui/dropdown-menu";
import { useHydrated } from "./use-hydrated";

export interface ComposedMessage {
  body: string;
  /** The `value` of the mode it was written in. */
  mode: string;
  /** The `value` of the further action that was chosen; null for plain sending. */
  action: string | null;
}

interface ComposerProps {
  /** "Message to Dana Whitfield". */
  label: string;
  /** One per conversation and person; what is typed is kept under it. */
  draftKey: string;
  modes: [ComposerMode, ...ComposerMode[]];
  /** Further ways to send: "Send and resolve". */
  actions?: { value: string; label: string }[];
  /** Takes the text over at once; the draft is forgotten when the promise resolves, and kept for a reload when it rejects. */
  onSend(message: ComposedMessage): Promise<unknown>;
  /** Whether there is text, for telling others who replies. */
  onTyping?(isTyping: boolean): void;
  /** Why the reader can't write here. */
  disabledReason?: string | undefined;
  maxLength?: number;
}

/** The field below a conversation. ⌘/Ctrl+Enter sends. */
export function Composer(props: ComposerProps) {
  const isHydrated = useHydrated();
  // The draft is in the browser only, so the field starts anew with it once the page is alive.
  return <ComposerForm key={isHydrated ? props.draftKey : ""} {...props} isHydrated={isHydrated} />;
}

function ComposerForm({ isHydrated, ...props }: ComposerProps & { isHydrated: boolean }) {
  const { modes, actions = [], draftKey, disabledReason, onTyping } = props;
  const [draft, setDraft] = useState(() =>
    isHydrated ? readDraft(draftKey) : { body: "", mode: null as string | null },
  );
  const [isEmptyRefused, setIsEmptyRefused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const mode = modes.find(({ value }) => value === draft.mode) ?? modes[0];
  const isDisabled = disabledReason !== undefined;

  function change(next: Partial<typeof draft>) {
    const merged = { ...draft, mode: mode.value, ...next };
    setDraft(merged);
    writeDraft(draftKey, merged);
    if ("body" in next) {
      setIsEmptyRefused(false);
      onTyping?.(merged.body.trim() !== "");
    }
  }

  function send(action: string | null) {
    const { body } = draft;
    if (body.trim() === "") {
      setIsEmptyRefused(true);
      field.current?.focus();
      return;
    }
    setDraft({ body: "", mode: mode.value });
    onTyping?.(false);
    field.current?.focus();
    // Rejected, the draft stays in storage; the caller shows the failure beside the message.
    props.onSend({ body, mode: mode.value, action }).then(
      () => forgetDraft(draftKey, body),
      () => {},
    );
  }

  return (
    <form
      aria-label={props.label}
      className={cn(
        "flex flex-col gap-2 rounded-lg border border-border bg-card p-2.5 shadow-xs",
        mode.isNote && "border-dashed border-warning bg-warning-soft",
      )}
      onSubmit={(event) => {
        event.preventDefault();
        send(null);
      }}
    >
      <fieldset disabled={!isHydrated || isDisabled} className="contents">
        {modes.map(
          (one) =>
            one.hotkey && (
              <ModeHotkey
                key={one.value}
                mode={one}
                keys={one.hotkey}
                onPress={() => {
                  change({ mode: one.value });
                  field.current?.focus();
                }}
              />
            ),
        )}
        <ComposerModes modes={modes} current={mode} onSelect={(next) => change({ mode: next.value })} />
        <textarea
          ref={field}
          rows={3}
          aria-label={`${mode.label}: ${props.label}`}
          aria-describedby={`${id}-hint`}
          aria-invalid={isEmptyRefused || undefined}
          aria-errormessage={isEmptyRefused ? `${id}-error` : undefined}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          placeholder={isDisabled ? undefined : mode.placeholder}
          maxLength={props.maxLength}
          dir="auto"
          value={draft.body}
          className="field-sizing-content max-h-72 min-h-18 w-full min-w-0 resize-none rounded-md bg-transparent px-1 py-1 text-base focus-visible:outline-offset-0 disabled:cursor-not-allowed max-md:text-lg"
          onChange={(event) => change({ body: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing)
              return;
            event.preventDefault();
            send(null);
          }}
        />
        {isEmptyRefused && (
          <p id={`${id}-error`} role="alert" className="text-sm text-danger">
            Write something first.
          </p>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p id={`${id}-hint`} className="mr-auto min-w-0 text-sm text-muted-foreground">
            {disabledReason ?? <Hint isNote={mode.isNote === true} />}
          </p>
          <SendButtons mode={mode} actions={actions} onAction={send} />
        </div>
      </fieldset>
    </form>
  );
}

function Hint({ isNote }: { isNote: boolean }) {
  return (
    <>
      {isNote && <span className="font-medium text-warning">Only your team sees notes. </span>}
      <span className="max-md:hidden">Ctrl or ⌘ + Enter sends.</span>
    </>
  );
}

function ModeHotkey({ mode, keys, onPress }: { mode: ComposerMode; keys: string; onPress(): void }) {
  useHotkey(keys, onPress, { label: mode.label, group: "Conversation" });
  return null;
}

interface SendButtonsProps {
  mode: ComposerMode;
  actions: { value: string; label: string }[];
  onAction(action: string): void;
}

function SendButtons({ mode, actions, onAction }: SendButtonsProps) {
  return (
    <span className="inline-flex">
      <Button type="submit" variant="primary" className={cn(actions.length > 0 && "rounded-r-none")}>
        {mode.submitLabel}
      </Button>
      {actions.length > 0 && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button
              variant="primary"
              size="icon"
              aria-label="More ways to send"
              className="rounded-l-none border-l border-primary-foreground/40"
            >
              <ChevronDown aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            {actions.map((action) => (
              <DropdownMenuItem key={action.value} onSelect={() => onAction(action.value)}>
                {action.label}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </span>
  );
}
