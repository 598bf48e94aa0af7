import { chatHref } from "@/features/chats/links";
import { customerHref } from "@/features/customers/links";
import { deliveryHref } from "@/features/deliveries/links";
import { subscriptionHref } from "@/features/subscriptions/links";
import { teamHref } from "@/features/team/links";
import { ticketHref } from "@/features/tickets/links";
import { ownValue } from "@/lib/own-path";
import type { DeliveryContent } from "./format";

interface Place {
  /** For programs; the id follows. */
  resource: string;
  page(id: string): string;
}

/** Where the desk's own objects are. */
const PLACES: Readonly<Record<string, Place>> = {
  ticket: { resource: "/api/v1/tickets/", page: ticketHref },
  chat: { resource: "/api/v1/chats/", page: (id) => chatHref(id) },
  customer: { resource: "/api/v1/customers/", page: customerHref },
  // Members have no page of their own.
  user: { resource: "/api/v1/users/", page: () => teamHref() },
  subscription: {
    resource: "/api/v1/subscriptions/",
    page: (id) => subscriptionHref(id),
  },
};

/** What a program asks for to learn more: the object that the event is about, or the event where that is not the desk's. */
export function resourceOf({ subject, eventId }: DeliveryContent, appUrl: string) {
  const place = placeOf(subject);
  return place
    ? { ...place.subject, url: `${appUrl}${place.resource}${encodeURIComponent(place.subject.id)}` }
    : { type: "event", id: eventId, url: `${appUrl}/api/v1/events/${eventId}` };
}

/** The page that shows people more: of the object, or of the delivery itself. */
export function pageOf({ subject, id }: DeliveryContent, appUrl: string): string {
  const place = placeOf(subject);
  return place
    ? `${appUrl}${place.page(encodeURIComponent(place.subject.id))}`
    : `${appUrl}${deliveryHref(id)}`;
}

function placeOf(subject: DeliveryContent["subject"]) {
  const place = subject && ownValue(PLACES, subject.type);
  return subject && place ? { ...place, subject } : null;
}
