import Link from "next/link";
import { Button } from "@/components/ui/button";

interface PageLinksProps {
  /** Of the list, without its cursor. */
  path: string;
  isFirst: boolean;
  nextCursor: string | null;
  newest: string;
  older: string;
}

/** From one page of a list to the next; nothing where there is only one. */
export function PageLinks({ path, isFirst, nextCursor, newest, older }: PageLinksProps) {
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap justify-between gap-2">
      {!isFirst && (
        <Button asChild>
          <Link href={path}>{newest}</Link>
        </Button>
      )}
      {nextCursor !== null && (
        <Button asChild className="ml-auto">
          <Link href={`${path}?cursor=${encodeURIComponent(nextCursor)}`} prefetch={false}>
            {older}
          </Link>
        </Button>
      )}
    </nav>
  );
}
