import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { AuditLogList } from "@/features/audit-log/components/audit-log-list";
import { auditChainQuery, auditEntryQuery, auditLogQuery, toListQuery } from "@/features/audit-log/hooks";
import { getAuditChain, getAuditEntry, listAuditLog } from "@/features/audit-log/queries";
import { loadAuditSearch, toAuditView } from "@/features/audit-log/search-params";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Audit log · Settings" };

export default async function AuditLogPage({ searchParams }: PageProps<"/settings/audit-log">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("audit_log:read")) {
    return (
      <>
        <PageHeader title="Audit log" />
        <MissingPermission scope="audit_log:read" action="see the audit log" />
      </>
    );
  }
  const { entry: id, ...search } = await loadAuditSearch(searchParams);
  const view = toAuditView(search);
  const query = toListQuery(view, Date.now());
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...auditLogQuery(view), queryFn: () => listAuditLog(ctx, query) }),
    queryClient.prefetchQuery({ ...auditChainQuery(), queryFn: () => getAuditChain(ctx) }),
    id !== null &&
      queryClient.prefetchQuery({ ...auditEntryQuery(id), queryFn: () => getAuditEntry(ctx, id) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Audit log"
        description="Who did what, and from where. Nobody can change or delete an entry; each is kept for as long as the workspace exists."
      />
      <AuditLogList />
    </HydrationBoundary>
  );
}
