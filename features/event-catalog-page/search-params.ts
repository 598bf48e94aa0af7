import { createLoader, parseAsString } from "nuqs/server";

/** The catalog's state in the URL. */
export const catalogSearchParams = {
  event: parseAsString,
  q: parseAsString.withDefault(""),
};

export const loadCatalogSearch = createLoader(catalogSearchParams);
