import Link from "next/link";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import type { DeliveryDetail } from "@/features/deliveries/schema";
import { FORMATS } from "@/features/formats/formats";
import { subscriptionHref } from "@/features/subscriptions/links";

const LINK_CLASSES = "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2";

export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <KeyValues
      items={[
        { label: "Event", value: delivery.eventType, isMono: true },
        { label: "Format", value: FORMATS[delivery.format].label },
        { label: "Delivery id", value: delivery.id, copy: delivery.id, isMono: true },
        { label: "Event id", value: delivery.eventId, copy: delivery.eventId, isMono: true },
        { label: "Delivered to", value: delivery.targetUrl, copy: delivery.targetUrl, isMono: true },
        {
          label: "Subscription",
          value: (
            <Link className={LINK_CLASSES} href={subscriptionHref(delivery.subscriptionId)} prefetch={false}>
              {delivery.subscriptionName}
            </Link>
          ),
        },
        { label: "Created", value: <Time value={delivery.createdAt} display="full" /> },
      ]}
    />
  );
}
