import { ownValue } from "@/lib/own-path";
import type { DeliveryContent } from "./format";

interface Place {
  resource: string;
  page: string;
}

/** Where the desk's own objects are, for programs and for people; an id follows. */
const PLACES: Readonly<Record<string, Place>> = {
  ticket: { resource: "/api/v1/tickets/", page: "/tickets/" },
  chat: { resource: "/api/v1/chats/", page: "/chats?conv=" },
  customer: { resource: "/api/v1/customers/", page: "/customers/" },
  user: { resource: "/api/v1/users/", page: "/settings/team?user=" },
  subscription: { resource: "/api/v1/subscriptions/", page: "/settings/api/event-subscriptions/" },
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
    ? `${appUrl}${place.page}${encodeURIComponent(place.subject.id)}`
    : `${appUrl}/settings/api/deliveries/${id}`;
}

function placeOf(subject: DeliveryContent["subject"]) {
  const place = subject && ownValue(PLACES, subject.type);
  return subject && place ? { ...place, subject } : null;
}
