import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { requireAccount } from "@/features/account/caller";
import { KeepFresh } from "@/features/account/components/keep-fresh";
import { PageLinks } from "@/features/account/components/page-links";
import { TicketCards } from "@/features/account/components/ticket-cards";
import { accountHref, newAccountTicketHref } from "@/features/account/links";
import { listAccountTickets } from "@/features/account/tickets";
import { PAGE_LIMIT } from "@/lib/page-limit";
import { readCursor } from "./read-cursor";

export const metadata: Metadata = { title: "My tickets" };

export default async function AccountTicketsPage({ searchParams }: PageProps<"/account">) {
  const caller = await requireAccount();
  const cursor = readCursor(await searchParams);
  const { data, nextCursor } = await listAccountTickets(caller, { limit: PAGE_LIMIT, cursor });
  const open = (
    <Button asChild variant="primary">
      <Link href={newAccountTicketHref()}>Open a ticket</Link>
    </Button>
  );
  return (
    <>
      <PageHeader title="My tickets" actions={data.length > 0 && open} />
      {data.length > 0 ? (
        <TicketCards tickets={data} />
      ) : (
        <EmptyState
          icon={<Inbox />}
          title="No tickets yet"
          description="Open one when you need help. The answers appear here."
          actions={open}
        />
      )}
      <PageLinks
        path={accountHref()}
        isFirst={cursor === undefined}
        nextCursor={nextCursor}
        newest="Newest tickets"
        older="Older tickets"
      />
      <KeepFresh />
    </>
  );
}
