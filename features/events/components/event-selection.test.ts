import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_TYPES } from "@/features/events/catalog/names";
import {
  checkState,
  searchGroups,
  selectedTypes,
  setTypes,
  summarizePatterns,
  wildcardsOf,
} from "./event-selection";

const patterns = fc.uniqueArray(
  fc.constantFrom(...EVENT_TYPES, "*", "ticket.*", "search.*", "search.match.*"),
);
const types = fc.uniqueArray(fc.constantFrom(...EVENT_TYPES), { minLength: 1 });

describe("setTypes", () => {
  it("selects exactly the types asked for and leaves the others as they were", () => {
    fc.assert(
      fc.property(patterns, types, fc.boolean(), (before, changed, isSelected) => {
        const after = selectedTypes(setTypes(before, changed, isSelected));
        const expected = EVENT_TYPES.filter((type) =>
          changed.includes(type) ? isSelected : selectedTypes(before).includes(type),
        );
        expect(after).toEqual(expected);
      }),
    );
  });

  it("adds nothing that a wildcard covers already", () => {
    expect(setTypes(["ticket.*"], ["ticket.created"], true)).toEqual(["ticket.*"]);
  });

  it("spells a wildcard out once one of its types is unticked", () => {
    const after = setTypes(["ticket.*", "chat.ended"], ["ticket.deleted"], false);
    expect(after).toEqual([
      "chat.ended",
      "ticket.created",
      "ticket.updated",
      "ticket.status_changed",
      "ticket.comment_added",
    ]);
    expect(wildcardsOf(after)).toEqual([]);
  });
});

describe("checkState", () => {
  it("tells all, some and none apart", () => {
    expect(checkState(["chat.*"], ["chat.started", "chat.ended"])).toBe("on");
    expect(checkState(["chat.started"], ["chat.started", "chat.ended"])).toBe("mixed");
    expect(checkState(["ticket.created"], ["chat.started", "chat.ended"])).toBe("off");
  });
});

describe("searchGroups", () => {
  it("finds by type, by description and by group", () => {
    expect(searchGroups("status_changed").flatMap((group) => group.types)).toEqual(["ticket.status_changed"]);
    expect(searchGroups("internal note").flatMap((group) => group.types)).toEqual(["ticket.comment_added"]);
    expect(searchGroups("linkedin").map((group) => group.id)).toEqual(["linkedin"]);
  });

  it("keeps the size of a group that is shown in part", () => {
    const [group] = searchGroups("ticket deleted");
    expect(group).toMatchObject({ id: "tickets", types: ["ticket.deleted"], totalCount: 5 });
  });

  it("shows everything without a search", () => {
    expect(searchGroups(" ").flatMap((group) => group.types)).toEqual([...EVENT_TYPES]);
  });
});

describe("summarizePatterns", () => {
  it("names the first and counts the rest", () => {
    expect(summarizePatterns(["ticket.*"])).toBe("ticket.*");
    expect(summarizePatterns(["ticket.*", "chat.ended", "chat.started"])).toBe("ticket.* +2");
    expect(summarizePatterns(["ticket.*", "*"])).toBe("All events");
  });
});
