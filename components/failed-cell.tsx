import { Button } from "./ui/button";

/** In place of what a row was to show and could not be loaded. */
export function FailedCell({ what, onRetry }: { what: string; onRetry(): void }) {
  return (
    <span className="flex items-center gap-1.5 text-xs whitespace-nowrap text-muted-foreground">
      {what} not loaded
      <Button variant="link" size="inline" className="text-xs" onClick={onRetry}>
        Try again
      </Button>
    </span>
  );
}
