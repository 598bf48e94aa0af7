import Link from "next/link";
import { Button } from "@/components/ui/button";
import { MissingObject } from "@/features/audit-log/missing-object";
import { customersHref } from "@/features/customers/links";

export default function CustomerNotFound() {
  return (
    <MissingObject
      noun="customer"
      remains="Their tickets and chats are still there."
      actions={
        <Button asChild variant="primary">
          <Link href={customersHref()}>Open customers</Link>
        </Button>
      }
    />
  );
}
