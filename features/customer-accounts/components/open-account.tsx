import Link from "next/link";
import { Button } from "@/components/ui/button";

/** The way from a page that ends a mail's errand. */
export function OpenAccount() {
  return (
    <Button asChild variant="secondary" size="lg">
      <Link href="/account">Open your account</Link>
    </Button>
  );
}
