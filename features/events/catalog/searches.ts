import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { attributes, changed, flag, id, object, text, time } from "./fields";
import { listingFields, sampleListing } from "./listing-fields";

const searchFields = {
  searchId: id("Search id."),
  clientId: id("Client who saved the search."),
  agentId: id("Agent of the client."),
  name: text("Name of the search."),
  active: flag("True while the search looks for new listings."),
  notificationFrequency: text("How often the client is told, such as `instant`, `daily` or `weekly`."),
  criteria: attributes("What the search looks for, as the sender structured it."),
  createdAt: time("When the search was saved"),
  updatedAt: time("When the search last changed"),
};

const matchFields = {
  searchId: id("Search that matched."),
  clientId: id("Client who saved the search."),
  agentId: id("Agent of the client."),
  name: text("Name of the search."),
  listing: object("The listing that matches.", listingFields),
  matchedAt: time("When the listing matched"),
};

const sampleSearch = {
  searchId: 7714,
  clientId: 3350,
  agentId: 909,
  name: "Family house in the west end",
  active: true,
  notificationFrequency: "instant",
  criteria: { city: ["Toronto"], type: ["Sale"], minBeds: 3, maxPrice: 950000 },
  createdAt: "2026-04-01T18:05:00.000Z",
  updatedAt: "2026-04-01T18:05:00.000Z",
};

const sampleMatch = {
  searchId: sampleSearch.searchId,
  clientId: sampleSearch.clientId,
  agentId: sampleSearch.agentId,
  name: sampleSearch.name,
  listing: sampleListing,
  matchedAt: "2026-04-05T14:00:03.000Z",
};

export const SEARCH_PAYLOADS = {
  "search.created": defineEvent(z.looseObject(searchFields), sampleSearch),
  "search.updated": defineEvent(z.looseObject({ ...searchFields, changed }), {
    ...sampleSearch,
    notificationFrequency: "daily",
    updatedAt: "2026-04-03T07:15:00.000Z",
    changed: { notificationFrequency: { from: "instant", to: "daily" } },
  }),
  "search.deleted": defineEvent(
    z.looseObject({ ...searchFields, deletedAt: time("When the search was deleted") }),
    { ...sampleSearch, active: false, deletedAt: "2026-06-02T12:00:00.000Z" },
  ),
  "search.match.created": defineEvent(z.looseObject(matchFields), sampleMatch),
  "search.match.updated": defineEvent(
    z.looseObject({ ...matchFields, changed, updatedAt: time("When the listing changed") }),
    {
      ...sampleMatch,
      listing: { ...sampleListing, listPrice: 869000, updatedAt: "2026-04-18T12:00:00.000Z" },
      changed: { listPrice: { from: 899000, to: 869000 } },
      updatedAt: "2026-04-18T12:00:00.000Z",
    },
  ),
} satisfies PayloadsOf<"searches">;
