import { listUsersQuerySchema } from "@/features/members/schema";
import { listInvitationsQuerySchema } from "@/features/team/schema";
import { queryFields } from "@/lib/query-fields";

export const listUsersQuery = queryFields(listUsersQuerySchema);
export const listInvitationsQuery = queryFields(listInvitationsQuerySchema);
