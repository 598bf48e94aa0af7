import { TriangleAlert } from "lucide-react";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { activityText } from "@/features/tickets/activity-text";
import type { TicketEdit } from "./use-ticket-edit";

const FIELD_NAMES: Record<string, string> = {
  assigneeId: "assignee",
  teamId: "team",
  customerId: "customer",
};

/** Says who changed what while the reader was changing something, and lets them go on. */
export function TicketConflictNotice({ edit }: { edit: TicketEdit }) {
  const { conflict, dismiss, save } = edit;
  if (!conflict) return null;
  const fields = Object.keys(conflict.change).map((field) => FIELD_NAMES[field] ?? field);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-warning-soft px-4 py-2.5 text-sm"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
      <div className="min-w-0 flex-1">
        {conflict.others.map((entry) => (
          <p key={entry.id} className="wrap-anywhere">
            <span className="font-medium">{entry.actor.name}</span> {activityText(entry)}{" "}
            <Time value={entry.createdAt} className="text-muted-foreground" />
          </p>
        ))}
        <p>Your change of the {fields.join(" and ")} was not saved. The ticket is shown as it is now.</p>
      </div>
      <div className="flex gap-2">
        <Button size="sm" onClick={dismiss}>
          Leave it
        </Button>
        <Button size="sm" variant="primary" onClick={() => void save(conflict.change)}>
          Apply my change
        </Button>
      </div>
    </div>
  );
}
