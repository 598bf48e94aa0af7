import { PageHeader } from "@/components/page-header";
import { AuditLogSkeleton } from "@/features/audit-log/components/audit-log-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Audit log" />
      <AuditLogSkeleton />
    </>
  );
}
