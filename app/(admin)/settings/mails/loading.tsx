import { PageHeader } from "@/components/page-header";

export default function Loading() {
  return <PageHeader title="Sent mails" />;
}
