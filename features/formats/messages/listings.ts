import { join, read, type SubjectMatter } from "./subject-matter";

// What property search tools tell of. An update may say what was before beside the data: then `data` holds the listing.

type Data = Parameters<SubjectMatter["name"]>[0];

const at = (field: string) => [field, `listing.${field}`, `data.${field}`];

function address(data: Data): string {
  const part = (name: string) => read(data, ...at(`address.${name}`));
  return join(", ", join(" ", part("streetNumber"), part("streetName")), part("city"));
}

const price = (data: Data) => join(" ", read(data, ...at("listPrice")), read(data, ...at("currency")));
const client = (data: Data) =>
  join(" ", read(data, "client.fname"), read(data, "client.lname")) || read(data, "client.email", "clientId");

function listingName(data: Data): string {
  return join(" ", "Listing", read(data, ...at("mlsNumber")));
}

export const LISTINGS: SubjectMatter = {
  name: listingName,
  verbs: {
    "listing.created": "was added",
    "listing.updated": "was changed",
    "listing.deleted": "was removed",
  },
  quote: address,
  isOurs: false,
  facts: { Price: price, Bedrooms: at("details.numBedrooms"), Status: at("status") },
};

export const SEARCHES: SubjectMatter = {
  name: (data) => `Search “${read(data, "name", "searchId")}”`,
  verbs: {
    "search.created": "was saved",
    "search.updated": "was changed",
    "search.deleted": "was deleted",
    "search.match.created": (data) => `matches ${listingName(data).replace("Listing", "listing")}`,
    "search.match.updated": (data) =>
      `matches ${listingName(data).replace("Listing", "listing")}, which changed`,
  },
  quote: address,
  isOurs: false,
  facts: {
    Price: price,
    Client: client,
    Cities: ["cities", "criteria.city"],
    Notifications: ["notificationFrequency"],
  },
};

export const FAVORITES: SubjectMatter = {
  name: listingName,
  verbs: {
    "favorite.created": "was marked as a favorite",
    "favorite.deleted": "is no favorite any more",
  },
  quote: ["comments"],
  isOurs: false,
  facts: { Client: client, Tags: ["tags"], Agent: ["agentId"] },
};
