import { PageHeader } from "@/components/page-header";
import { deliveriesHref } from "@/features/deliveries/links";

type DeliveryPageHeaderProps = Pick<Parameters<typeof PageHeader>[0], "title" | "meta" | "actions">;

export function DeliveryPageHeader(props: DeliveryPageHeaderProps) {
  return (
    <PageHeader
      breadcrumbs={[{ label: "Deliveries", href: deliveriesHref() }, { label: "Delivery" }]}
      {...props}
    />
  );
}
