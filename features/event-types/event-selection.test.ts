import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { typeGroups, typesOf } from "@/features/event-types/type-groups";
import {
  checkState,
  searchGroups,
  selectedTypes,
  setTypes,
  summarizePatterns,
  wildcardsOf,
} from "./event-selection";

const OWN = { type: "order.shipped", group: "Warehouse", description: "A parcel left.", isDeprecated: false };
const GROUPS = typeGroups([OWN]);
const ALL = [...EVENT_TYPES, OWN.type];
const selected = (listed: readonly string[]) => selectedTypes(listed, ALL);

const patterns = fc.uniqueArray(
  fc.constantFrom(...ALL, "*", "ticket.*", "search.*", "search.match.*", "order.*"),
);
const types = fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1 });

describe("setTypes", () => {
  it("selects exactly the types asked for and leaves the others as they were", () => {
    fc.assert(
      fc.property(patterns, types, fc.boolean(), (before, changed, isSelected) => {
        const after = selected(setTypes(before, { types: changed, isSelected, allTypes: ALL }));
        const expected = ALL.filter((type) =>
          changed.includes(type) ? isSelected : selected(before).includes(type),
        );
        expect(after).toEqual(expected);
      }),
    );
  });

  it("adds nothing that a wildcard covers already", () => {
    expect(setTypes(["ticket.*"], { types: ["ticket.created"], isSelected: true, allTypes: ALL })).toEqual([
      "ticket.*",
    ]);
  });

  it("spells a wildcard out once one of its types is unticked", () => {
    const after = setTypes(["ticket.*", "chat.ended"], {
      types: ["ticket.deleted"],
      isSelected: false,
      allTypes: ALL,
    });
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
    expect(typesOf(searchGroups(GROUPS, "status_changed"))).toEqual(["ticket.status_changed"]);
    expect(typesOf(searchGroups(GROUPS, "internal note"))).toEqual(["ticket.comment_added"]);
    expect(searchGroups(GROUPS, "linkedin").map((group) => group.id)).toEqual(["linkedin"]);
  });

  it("keeps the size of a group that is shown in part", () => {
    const [group] = searchGroups(GROUPS, "ticket deleted");
    expect(group).toMatchObject({ id: "tickets", types: [{ type: "ticket.deleted" }], totalCount: 5 });
  });

  it("shows everything without a search", () => {
    expect(typesOf(searchGroups(GROUPS, " "))).toEqual(ALL);
  });

  it("finds types of the organization by their heading", () => {
    expect(searchGroups(GROUPS, "warehouse").map(({ label }) => label)).toEqual(["Warehouse"]);
  });
});

describe("summarizePatterns", () => {
  it("names the first and counts the rest", () => {
    expect(summarizePatterns(["ticket.*"])).toBe("ticket.*");
    expect(summarizePatterns(["ticket.*", "chat.ended", "chat.started"])).toBe("ticket.* +2");
    expect(summarizePatterns(["ticket.*", "*"])).toBe("All events");
  });
});
