import type { ComponentProps } from "react";
import { PayloadView } from "@/components/payload-view";
import type { Withheld } from "@/features/event-catalog/withheld";

interface DeliveryBodyProps extends Omit<ComponentProps<typeof PayloadView>, "body"> {
  /** null when it is withheld. */
  body: string | null;
  withheld: Withheld | null;
}

/** A body of a delivery, or why the reader isn't shown it. */
export function DeliveryBody({ body, withheld, ...view }: DeliveryBodyProps) {
  if (body !== null) return <PayloadView {...view} body={body} />;
  return (
    <p className="rounded-lg border border-border bg-muted px-3 py-2.5 text-sm text-muted-foreground">
      <span className="font-medium text-foreground">{view.label}: </span>
      {withheld?.detail}
    </p>
  );
}
