export function customersHref(): string {
  return "/customers";
}

export function newCustomerHref(): string {
  return "/customers/new";
}

export function customerHref(id: string): string {
  return `/customers/${id}`;
}

/** The customer that another one was merged into. */
export function mergedCustomerHref(id: string, mergedFrom: string): string {
  return `/customers/${id}?merged=${mergedFrom}`;
}

export function editCustomerHref(id: string, section?: "attributes"): string {
  return `/customers/${id}/edit${section ? `#${section}` : ""}`;
}
