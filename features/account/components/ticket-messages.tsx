import { Time } from "@/components/time";
import type { CustomerComment } from "@/features/troubleshooter/schema";
import { cn } from "@/lib/cn";

interface TicketMessagesProps {
  /** What the ticket said when it was opened, whoever opened it; null where nothing, or not on this page. */
  opening: { body: string; createdAt: string } | null;
  messages: CustomerComment[];
}

/** What the two sides wrote to each other, the oldest first. */
export function TicketMessages({ opening, messages }: TicketMessagesProps) {
  return (
    <ol aria-label="Conversation" className="flex flex-col gap-3">
      {opening && (
        <li className="flex flex-col gap-1 rounded-lg border border-border bg-muted px-4 py-3">
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <strong className="font-medium">Ticket opened</strong>
            <Time value={opening.createdAt} className="text-muted-foreground" />
          </p>
          <MessageText>{opening.body}</MessageText>
        </li>
      )}
      {messages.map(({ id, author, body, createdAt }) => (
        <li
          key={id}
          className={cn(
            "flex flex-col gap-1 rounded-lg border border-border px-4 py-3",
            author.type === "support" ? "bg-card shadow-xs" : "bg-muted",
          )}
        >
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <strong className="min-w-0 font-medium wrap-anywhere">
              {author.type === "support" ? author.name : "You"}
            </strong>
            {author.type === "support" && <span className="text-muted-foreground">Support</span>}
            <Time value={createdAt} className="text-muted-foreground" />
          </p>
          <MessageText>{body}</MessageText>
        </li>
      ))}
    </ol>
  );
}

function MessageText({ children }: { children: string }) {
  return (
    <p dir="auto" className="text-base whitespace-pre-wrap wrap-anywhere">
      {children}
    </p>
  );
}
