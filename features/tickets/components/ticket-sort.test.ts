import { describe, expect, test } from "vitest";
import { arrivalsAmong, toSteadyRows } from "@/components/steady-rows";
import type { TicketSummary } from "@/features/tickets/schema";
import { TICKET_SORTS, type TicketSort } from "@/features/tickets/sorts";
import { standsBefore } from "./ticket-sort";

/** A ticket made on the day of its number, and last touched on another. */
function row(number: number, activeOn = number): TicketSummary {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    number,
    subject: "Printer on fire",
    snippet: "",
    status: "open",
    priority: "normal",
    customer: null,
    assignee: null,
    team: null,
    source: "api",
    sourceName: null,
    sourceHost: null,
    tags: [],
    version: 1,
    commentCount: 0,
    isUnread: false,
    lastActivityAt: at(activeOn),
    createdAt: at(number),
    updatedAt: at(activeOn),
  };
}

function arrived(
  sort: TicketSort,
  shown: TicketSummary[],
  fresh: TicketSummary[],
  isWhole = false,
): number[] {
  const steady = toSteadyRows({ data: shown, nextCursor: isWhole ? null : "next" });
  const rules = {
    idOf: ({ id }: TicketSummary) => id,
    standsBefore: (ticket: TicketSummary, end: TicketSummary) => standsBefore(ticket, end, sort),
  };
  return arrivalsAmong(steady, { data: fresh, nextCursor: null }, rules).map(({ number }) => number);
}

describe("arrivals", () => {
  test("stand among the rows on the screen, in the list's order", () => {
    expect(arrived("-updated", [row(5), row(4)], [row(6), row(5), row(4)])).toEqual([6]);
    expect(arrived("-created", [row(5), row(4)], [row(6), row(5), row(4)])).toEqual([6]);
    expect(arrived("-updated", [row(5), row(4)], [row(1, 9), row(5)])).toEqual([1]);
    // One that was reopened.
    expect(arrived("-created", [row(5), row(3)], [row(5), row(4, 9)])).toEqual([4]);
    expect(arrived("created", [row(1), row(3)], [row(1), row(2, 9)])).toEqual([2]);
  });

  test("are not what moved up from the next page", () => {
    expect(arrived("-updated", [row(5), row(4)], [row(5), row(3)])).toEqual([]);
    expect(arrived("-created", [row(5), row(4)], [row(5), row(3, 9)])).toEqual([]);
    expect(arrived("updated", [row(1), row(2)], [row(2), row(3)])).toEqual([]);
    expect(arrived("created", [row(1), row(2)], [row(2), row(3)])).toEqual([]);
  });

  test("are whatever is new where the page was the last", () => {
    for (const sort of TICKET_SORTS)
      expect(arrived(sort, [row(2)], [row(2), row(1), row(3)], true)).toEqual([1, 3]);
  });
});
