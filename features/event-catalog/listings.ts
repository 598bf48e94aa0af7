import type { PayloadsOf } from "./define-event";
import { describeEvent, id, object, text, time } from "./described-fields";
import { listingFields, sampleListing } from "./listing-fields";

const favoriteFields = {
  favoriteId: id("Favorite id."),
  clientId: id("Client whose favorite it is."),
  mlsNumber: id("MLS number of the listing."),
  boardId: id("Board the listing comes from."),
  tags: text("Tags that the client or agent gave it."),
  comments: text("What they wrote about it."),
};

const sampleFavorite = {
  favoriteId: 6021,
  clientId: 3350,
  mlsNumber: "W8123456",
  tags: "west end",
  comments: "Love the garden.",
};

export const LISTING_PAYLOADS = {
  "listing.created": describeEvent(listingFields, sampleListing),
  "listing.updated": describeEvent(
    {
      ...listingFields,
      previous: object("What it was before, where the sender tells both.", {
        status: text("Status before."),
        lastStatus: text("Last change before."),
        updatedOn: time("When it had changed before"),
      }),
      data: object("The listing now, where the sender tells both.", listingFields),
    },
    {
      previous: { status: "A", lastStatus: "New", updatedOn: "2026-04-05T14:00:00.000Z" },
      data: {
        ...sampleListing,
        lastStatus: "Pc",
        listPrice: "869000.00",
        updatedOn: "2026-04-18T12:00:00.000Z",
      },
    },
  ),
  "listing.deleted": describeEvent(
    { ...listingFields, deletedAt: time("When the listing was removed") },
    { ...sampleListing, status: "U", lastStatus: "Ter" },
  ),
} satisfies PayloadsOf<"listings">;

export const FAVORITE_PAYLOADS = {
  "favorite.created": describeEvent(favoriteFields, sampleFavorite),
  "favorite.deleted": describeEvent(favoriteFields, sampleFavorite),
} satisfies PayloadsOf<"favorites">;
