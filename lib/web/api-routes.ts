type Handle = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

interface Found {
  handle: Handle;
  params: Record<string, string>;
}

interface Route {
  place: string;
  parts: string[];
  handlers: Readonly<Record<string, Handle>>;
}

/** Of this copy of the module alone: should Next load a route file as well, calls go on to the one that is in our own bundle. */
const routes = new Map<string, Route>();

/**
 * Has the calls of a place, e.g. `/api/v1/tickets/{id}`, handed straight to its handlers. Its route file says so itself as it is loaded, in
 * production with the bundle of server.ts.
 */
export function announceRoute(place: string, handlers: Readonly<Record<string, Handle>>): void {
  routes.set(place, { place, parts: place.split("/"), handlers });
}

/** The handler of a call, given what its path says; undefined for whatever is left to Next: pages, unknown paths, odd spellings of known ones. */
export function findHandler(method: string, url: string): Found | undefined {
  const path = url.split("?")[0] ?? "";
  const parts = path.split("/");
  // Most calls are to places without parameters.
  const found = routes.get(path) ?? findPlace(parts);
  const handle = found?.handlers[method];
  if (!found || !handle) return undefined;
  return { handle, params: paramsOf(found, parts) };
}

/** Of two that fit the one with a name where the other has a parameter: `{` comes after all letters. */
function findPlace(parts: string[]): Route | undefined {
  let found: Route | undefined;
  for (const route of routes.values())
    if (fits(route, parts) && (!found || route.place < found.place)) found = route;
  return found;
}

function fits(route: Route, parts: string[]): boolean {
  return (
    route.parts.length === parts.length &&
    route.parts.every((part, index) => (isParameter(part) ? parts[index] !== "" : parts[index] === part))
  );
}

function paramsOf(route: Route, parts: string[]): Record<string, string> {
  const values = route.parts.flatMap((part, index): [string, string][] =>
    isParameter(part) ? [[part.slice(1, -1), decodeURIComponent(parts[index] ?? "")]] : [],
  );
  return Object.fromEntries(values);
}

function isParameter(part: string): boolean {
  return part.startsWith("{");
}
