import type { Language } from "@/features/api-reference/languages";
import { resourcesOf } from "@/features/api-reference/operations";
import type { OpenApi } from "@/lib/openapi/document";
import { fieldGroupsOf } from "@/lib/openapi/fields";
import { ErrorsSection } from "./errors-section";
import { LanguageProvider } from "./language-provider";
import { IdempotencySection, PagingSection, RateLimitsSection } from "./manners-sections";
import { ObjectSection } from "./object-section";
import { OperationSection } from "./operation-section";
import { Paragraphs } from "./paragraphs";
import { Section } from "./section";
import { SigningSection } from "./signing-section";
import { StartSection } from "./start-section";
import { type Chapter, TableOfContents } from "./table-of-contents";

interface ApiReferenceProps {
  document: OpenApi;
  /** Of the samples, as chosen last time. */
  language: Language;
  callsPerMinute: number;
}

const GUIDE: Chapter[] = [
  { id: "start", title: "Start here", sections: [] },
  { id: "errors", title: "Errors", sections: [] },
  { id: "idempotency", title: "Idempotency", sections: [] },
  { id: "paging", title: "Paging", sections: [] },
  { id: "rate-limits", title: "Rate limits", sections: [] },
];
const SIGNING: Chapter = { id: "signing", title: "Signing of outgoing webhooks", sections: [] };

/** The whole document on one page, so that the browser's own search finds everything. */
export function ApiReference({ document, language, callsPerMinute }: ApiReferenceProps) {
  const origin = document.servers[0].url;
  const { schemas } = document.components;
  const problemFields = fieldGroupsOf(schemas.Problem ?? {}, { components: schemas }).flatMap(
    ({ fields }) => fields,
  );
  const resources = resourcesOf(document);
  const chapters: Chapter[] = [
    ...GUIDE,
    ...resources.map(({ id, title, operations }) => ({
      id,
      title,
      sections: operations.map((operation) => ({ id: operation.id, title: operation.summary })),
    })),
    SIGNING,
  ];
  return (
    <LanguageProvider initial={language}>
      <div className="grid grid-cols-1 items-start gap-x-10 gap-y-5 xl:grid-cols-[minmax(0,1fr)_14rem]">
        <TableOfContents chapters={chapters} />
        <div className="flex min-w-0 flex-col gap-12 xl:col-start-1 xl:row-start-1">
          <StartSection origin={origin} />
          <ErrorsSection problemFields={problemFields} />
          <IdempotencySection origin={origin} />
          <PagingSection origin={origin} />
          <RateLimitsSection perMinute={callsPerMinute} />
          {resources.map(({ id, title, description, operations, objects }) => (
            <Section key={id} id={id} title={title} level={2}>
              <Paragraphs>{description}</Paragraphs>
              <div className="flex flex-col gap-10">
                {operations.map((operation) => (
                  <OperationSection key={operation.id} operation={operation} />
                ))}
                {objects.map((object) => (
                  <ObjectSection key={object.name} object={object} />
                ))}
              </div>
            </Section>
          ))}
          <SigningSection document={document} />
        </div>
      </div>
    </LanguageProvider>
  );
}
