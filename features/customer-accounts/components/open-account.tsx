import Link from "next/link";
import { Button } from "@/components/ui/button";
import { accountHref } from "@/features/account/links";

/** The way from a page that ends a mail's errand. */
export function OpenAccount() {
  return (
    <Button asChild variant="secondary" size="lg">
      <Link href={accountHref()}>Open your account</Link>
    </Button>
  );
}
