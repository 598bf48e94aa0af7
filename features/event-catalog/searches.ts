import type { PayloadsOf } from "./define-event";
import { count, describeEvent, flag, id, list, object, text, time } from "./described-fields";
import { listingFields, sampleListing } from "./listing-fields";

const searchFields = {
  searchId: id("Search id."),
  clientId: id("Client who saved the search."),
  agentId: id("Agent of the client."),
  name: text("Name of the search."),
  createdOn: time("When the search was saved"),
  status: flag("True while the search looks for new listings."),
  notificationFrequency: text("How often the client is told, such as `instant`, `daily` or `weekly`."),
  type: text("`sale` or `lease`."),
  class: list("Classes of listings, such as `residential` or `condo`."),
  cities: list("Cities."),
  minPrice: count("Lowest price."),
  maxPrice: count("Highest price."),
  minBeds: count("Least number of bedrooms."),
  minBaths: count("Least number of bathrooms."),
  client: object("The client.", {
    fname: text("First name."),
    lname: text("Last name."),
    email: text("Email address."),
    phone: text("Phone number."),
  }),
};

const sampleSearch = {
  searchId: 7714,
  name: "Family house in the west end",
  createdOn: "2026-04-01T18:05:00.000Z",
  agentId: 909,
  minBeds: 3,
  maxPrice: 950000,
  cities: ["Toronto"],
  class: ["residential"],
  client: { fname: "Dana", lname: "Whitfield", email: "dana@whitfield-prints.example", phone: "14165550142" },
  notificationFrequency: "instant",
};

const matchFields = {
  searchId: id("Search that matched."),
  clientId: id("Client who saved the search."),
  agentId: id("Agent of the client."),
  name: text("Name of the search."),
  listing: object("The listing that matches.", listingFields),
};

const sampleMatch = {
  searchId: sampleSearch.searchId,
  clientId: 3350,
  agentId: sampleSearch.agentId,
  name: sampleSearch.name,
  listing: sampleListing,
};

export const SEARCH_PAYLOADS = {
  "search.created": describeEvent(searchFields, sampleSearch),
  "search.updated": describeEvent(searchFields, { ...sampleSearch, notificationFrequency: "daily" }),
  "search.deleted": describeEvent(searchFields, sampleSearch),
  "search.match.created": describeEvent(matchFields, sampleMatch),
  "search.match.updated": describeEvent(matchFields, {
    ...sampleMatch,
    listing: {
      ...sampleListing,
      lastStatus: "Pc",
      listPrice: "869000.00",
      updatedOn: "2026-04-18T12:00:00.000Z",
    },
  }),
} satisfies PayloadsOf<"searches">;
