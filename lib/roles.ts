/** What a member of an organization is; features/auth/permissions.ts says what each may do. */
export const ROLES = ["admin", "developer", "agent", "viewer"] as const;
export type Role = (typeof ROLES)[number];
