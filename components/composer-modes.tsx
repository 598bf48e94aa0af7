import { Lock } from "lucide-react";
import { cn } from "@/lib/cn";

/** A way to say something, such as a reply to the customer or a note among colleagues. */
export interface ComposerMode {
  value: string;
  /** "Reply". */
  label: string;
  placeholder: string;
  /** "Send", "Add note". */
  submitLabel: string;
  /** A note stays inside: it looks different and says so. */
  isNote?: boolean;
  /** A key that starts it from anywhere on the page. */
  hotkey?: string;
}

interface ComposerModesProps {
  modes: ComposerMode[];
  current: ComposerMode;
  onSelect(mode: ComposerMode): void;
}

export function ComposerModes({ modes, current, onSelect }: ComposerModesProps) {
  if (modes.length < 2) return null;
  return (
    <fieldset className="flex min-w-0 gap-1">
      <legend className="sr-only">Who sees it</legend>
      {modes.map((mode) => (
        <button
          key={mode.value}
          type="button"
          aria-pressed={mode.value === current.value}
          onClick={() => onSelect(mode)}
          className={cn(
            "inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium text-muted-foreground hover:bg-accent max-md:h-11 [&_svg]:size-3.5",
            mode.value === current.value && "bg-selected text-foreground",
            mode.value === current.value && mode.isNote && "bg-warning-soft text-warning",
          )}
        >
          {mode.isNote && <Lock aria-hidden />}
          {mode.label}
        </button>
      ))}
    </fieldset>
  );
}
