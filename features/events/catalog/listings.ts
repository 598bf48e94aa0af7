import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import { changed, id, text, time } from "./fields";
import { listingFields, sampleListing } from "./listing-fields";

const favoriteFields = {
  favoriteId: id("Favorite id."),
  clientId: id("Client whose favorite it is."),
  agentId: id("Agent of the client."),
  mlsNumber: text("MLS number of the listing."),
  boardId: id("Board the listing comes from."),
};

const sampleFavorite = {
  favoriteId: 6021,
  clientId: 3350,
  agentId: 909,
  mlsNumber: "W8123456",
  boardId: 3333,
};

export const LISTING_PAYLOADS = {
  "listing.created": defineEvent(z.looseObject(listingFields), sampleListing),
  "listing.updated": defineEvent(z.looseObject({ ...listingFields, changed }), {
    ...sampleListing,
    listPrice: 869000,
    updatedAt: "2026-04-18T12:00:00.000Z",
    changed: { listPrice: { from: 899000, to: 869000 } },
  }),
  "listing.deleted": defineEvent(
    z.looseObject({ ...listingFields, deletedAt: time("When the listing was removed") }),
    { ...sampleListing, status: "U", deletedAt: "2026-05-30T20:00:00.000Z" },
  ),
} satisfies PayloadsOf<"listings">;

export const FAVORITE_PAYLOADS = {
  "favorite.created": defineEvent(
    z.looseObject({ ...favoriteFields, createdAt: time("When the listing was marked") }),
    { ...sampleFavorite, createdAt: "2026-04-06T19:20:00.000Z" },
  ),
  "favorite.deleted": defineEvent(
    z.looseObject({ ...favoriteFields, deletedAt: time("When the mark was removed") }),
    { ...sampleFavorite, deletedAt: "2026-04-12T21:45:00.000Z" },
  ),
} satisfies PayloadsOf<"favorites">;
