import * as z from "zod";
import { count, id, list, object, text, time } from "./fields";

export const listingFields = {
  mlsNumber: text("MLS number."),
  boardId: id("Board the listing comes from."),
  status: text("`A` when available, `U` when not."),
  type: text("`Sale` or `Lease`."),
  propertyType: text("Kind of property, such as `Detached` or `Condo`."),
  listPrice: count("Asking price."),
  currency: text("ISO 4217 code of the price's currency."),
  address: object("Where the property is.", {
    streetNumber: text("Street number."),
    streetName: text("Street name."),
    unitNumber: text("Unit number."),
    city: text("City."),
    state: text("State or province."),
    zip: text("Postal code."),
    country: text("ISO 3166 code of the country."),
  }),
  bedrooms: count("Number of bedrooms."),
  bathrooms: count("Number of bathrooms."),
  images: list(z.string(), "Addresses of the pictures, the main one first."),
  agentId: id("Agent who lists the property."),
  listedAt: time("When the property was listed"),
  updatedAt: time("When the listing last changed"),
};

export const sampleListing = {
  mlsNumber: "W8123456",
  boardId: 3333,
  status: "A",
  type: "Sale",
  propertyType: "Detached",
  listPrice: 899000,
  currency: "CAD",
  address: {
    streetNumber: "18",
    streetName: "Maple Grove Avenue",
    unitNumber: null,
    city: "Toronto",
    state: "ON",
    zip: "M6K 2N4",
    country: "CA",
  },
  bedrooms: 3,
  bathrooms: 2,
  images: ["https://listings.example/W8123456/1.jpg", "https://listings.example/W8123456/2.jpg"],
  agentId: 909,
  listedAt: "2026-04-05T14:00:00.000Z",
  updatedAt: "2026-04-05T14:00:00.000Z",
};
