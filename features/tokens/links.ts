const PATH = "/settings/api/tokens";

export function tokensHref(): string {
  return PATH;
}

/** The token opened beside the list. */
export function tokenHref(id: string): string {
  return `${PATH}?token=${id}`;
}

/** The form for a new one, with the scope chosen where it is given. */
export function newTokenHref(scope?: string): string {
  return `${PATH}/new${scope ? `?scopes=${scope}` : ""}`;
}

export function editTokenHref(id: string): string {
  return `${PATH}/${id}/edit`;
}
