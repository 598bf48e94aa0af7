/** The chat opened beside the list; `search` keeps what the list shows. */
export function chatHref(
  id: string,
  search: { status?: string | null; assignee?: string | null } = {},
): string {
  const { status, assignee } = search;
  const query = new URLSearchParams({ conv: id, ...(status && { status }), ...(assignee && { assignee }) });
  return `/chats?${query}`;
}
