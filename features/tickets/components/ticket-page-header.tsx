import { PageHeader } from "@/components/page-header";
import { ticketsHref } from "@/features/tickets/links";

interface TicketPageHeaderProps
  extends Pick<Parameters<typeof PageHeader>[0], "title" | "editor" | "meta" | "actions"> {
  crumb?: string;
}

export function TicketPageHeader({ crumb = "Ticket", ...props }: TicketPageHeaderProps) {
  return (
    <PageHeader breadcrumbs={[{ label: "Tickets", href: ticketsHref() }, { label: crumb }]} {...props} />
  );
}
