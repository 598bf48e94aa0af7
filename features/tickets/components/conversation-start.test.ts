import { expect, test } from "vitest";
import { openingId } from "./conversation-entries";
import { startOf } from "./conversation-start";

const TICKET = { id: "01960581-0000-7000-8000-000000000000", commentCount: 3 };
const ME = 7;

function comment(index: number, author = { type: "customer" as "customer" | "user", id: "c" }) {
  return { id: `01960581-000${index}-7000-8000-000000000000`, author: { ...author, name: "Somebody" } };
}

const COMMENTS = [comment(1), comment(2), comment(3)];

function start(more: Partial<Parameters<typeof startOf>[0]> = {}) {
  return startOf({
    ticket: TICKET,
    comments: COMMENTS,
    hasOlder: false,
    readUpToId: TICKET.id,
    userId: ME,
    ...more,
  });
}

function at(id: string | null, firstUnreadId = id) {
  return { opensAtId: id, firstUnreadId };
}

test("begins at the first comment behind what was read", () => {
  expect(start()).toEqual(at(comment(1).id));
  expect(start({ readUpToId: comment(1).id })).toEqual(at(comment(2).id));
  expect(start({ readUpToId: comment(3).id })).toEqual(at(null));
});

test("the reader's own comments are no news to them, a colleague's are", () => {
  const own = comment(2, { type: "user", id: String(ME) });
  const colleague = comment(3, { type: "user", id: "8" });
  expect(start({ comments: [own], readUpToId: comment(1).id })).toEqual(at(null));
  expect(start({ comments: [own, colleague], readUpToId: comment(1).id })).toEqual(at(colleague.id));
});

test("a ticket never opened begins with its opening text, without a divider, as long as it is short", () => {
  expect(start({ readUpToId: null })).toEqual(at(openingId(TICKET), null));
  expect(start({ readUpToId: null, ticket: { ...TICKET, commentCount: 11 } })).toEqual(at(null));
});

test("opens at the end when more is unread than is loaded, or when nobody knows", () => {
  expect(start({ hasOlder: true })).toEqual(at(null));
  expect(start({ hasOlder: true, readUpToId: comment(1).id })).toEqual(at(comment(2).id));
  expect(start({ readUpToId: undefined })).toEqual(at(null));
});
