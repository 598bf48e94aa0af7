import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { describeScopes, summarizeScopes } from "@/features/tokens/access";
import type { Token } from "@/features/tokens/schema";
import { TokenExpiry, TokenHint, TokenLastCall, TokenStatusPill } from "./token-status";

export const TOKEN_COLUMNS: Column<Token>[] = [
  { id: "name", header: "Name", className: "wrap-anywhere", cell: ({ name }) => name },
  { id: "status", header: "Status", cell: (token) => <TokenStatusPill token={token} /> },
  { id: "token", header: "Token", cell: (token) => <TokenHint token={token} /> },
  {
    id: "scopes",
    header: "Access",
    className: "md:whitespace-nowrap",
    cell: ({ scopes }) => (
      <span title={`Can ${describeScopes(scopes) ?? "do nothing"}`}>{summarizeScopes(scopes)}</span>
    ),
  },
  { id: "owner", header: "Owner", priority: 3, cell: ({ createdBy }) => createdBy.name },
  {
    id: "lastUsed",
    header: "Last used",
    className: "md:whitespace-nowrap",
    cell: (token) => <TokenLastCall token={token} />,
  },
  {
    id: "expires",
    header: "Expires",
    priority: 2,
    className: "md:whitespace-nowrap",
    cell: (token) => <TokenExpiry token={token} />,
  },
  {
    id: "created",
    header: "Created",
    priority: 3,
    align: "end",
    className: "md:whitespace-nowrap",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
];
