import type { TicketActivity } from "@/features/tickets/schema";

type Change = TicketActivity["changes"][number];

/** What one entry of a ticket's history says, without who did it: "changed status from open to resolved". */
export function activityText({ action, changes }: Pick<TicketActivity, "action" | "changes">): string {
  switch (action) {
    case "ticket.created":
      return "opened the ticket";
    case "ticket.comment_added":
      return changes.some(({ to }) => to === "internal") ? "added an internal note" : "replied";
    case "ticket.merged":
      return `merged the ticket into #${numberIn(changes, "mergedInto")}`;
    case "ticket.deleted":
      return "deleted the ticket";
    default:
      return changes.length > 0 ? joined(changes.map(changeText)) : "changed the ticket";
  }
}

function changeText({ field, from, to }: Change): string {
  switch (field) {
    case "assignee":
      return to === null ? `took it from ${nameOf(from)}` : `assigned it to ${nameOf(to)}`;
    case "team":
      return to === null ? `took it from the team ${nameOf(from)}` : `gave it to the team ${nameOf(to)}`;
    case "customer":
      return to === null ? "removed the customer" : "changed the customer";
    case "tags":
      return tagsText(textList(from), textList(to));
    case "diagnostics":
      return "changed the diagnostics";
    case "merged":
      return `merged #${numberOf(to)} into this ticket`;
    case "subject":
      return `changed the subject to “${String(to)}”`;
    default:
      return from === null
        ? `set ${field} to ${nameOf(to)}`
        : `changed ${field} from ${nameOf(from)} to ${nameOf(to)}`;
  }
}

function tagsText(before: string[], after: string[]): string {
  const added = after.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !after.includes(tag));
  const parts = [
    ...(added.length > 0 ? [`added the ${noun(added)} ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removed the ${noun(removed)} ${removed.join(", ")}`] : []),
  ];
  return parts.length > 0 ? joined(parts) : "reordered the tags";
}

function noun(tags: string[]): string {
  return tags.length === 1 ? "tag" : "tags";
}

function joined(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function numberIn(changes: Change[], field: string): string {
  return numberOf(changes.find((change) => change.field === field)?.to);
}

function numberOf(value: unknown): string {
  return String(isRecord(value) ? value.number : "?");
}

/** People and teams by their name. */
function nameOf(value: unknown): string {
  if (!isRecord(value)) return String(value ?? "nothing");
  return String(value.name ?? "somebody");
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
