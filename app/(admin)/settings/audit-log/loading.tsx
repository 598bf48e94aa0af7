import { PageHeader } from "@/components/page-header";
import { AuditLogSkeleton } from "@/features/audit/components/audit-log-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Audit log" />
      <AuditLogSkeleton />
    </>
  );
}
