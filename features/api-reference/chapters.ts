import { resourcesOf } from "@/features/api-reference/operations";
import type { OpenApi } from "@/lib/openapi/document";

/** A page of the reference. */
export interface Chapter {
  /** In the page's address; empty for the guide. */
  id: string;
  title: string;
  sections: ChapterSection[];
}

interface ChapterSection {
  /** Of the address's hash. */
  id: string;
  title: string;
  /** Of the operation that it describes. */
  path?: string;
}

const GUIDE: Chapter = {
  id: "",
  title: "Guide",
  sections: [
    { id: "start", title: "Start here" },
    { id: "errors", title: "Errors" },
    { id: "idempotency", title: "Idempotency" },
    { id: "paging", title: "Paging" },
    { id: "rate-limits", title: "Rate limits" },
    { id: "signing", title: "Signing of outgoing webhooks" },
  ],
};

/** The pages of the reference, in order. */
export function chaptersOf(document: OpenApi): Chapter[] {
  const resources = resourcesOf(document).map(({ id, title, operations }) => ({
    id,
    title,
    sections: [
      { id, title },
      ...operations.map(({ id: operationId, summary, path }) => ({ id: operationId, title: summary, path })),
    ],
  }));
  return [GUIDE, ...resources];
}
