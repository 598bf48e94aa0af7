import { chaptersOf } from "@/features/api-reference/chapters";
import type { Language } from "@/features/api-reference/languages";
import { resourcesOf } from "@/features/api-reference/operations";
import type { OpenApi } from "@/lib/openapi/document";
import { fieldGroupsOf } from "@/lib/openapi/fields";
import { ErrorsSection } from "./errors-section";
import { LanguageProvider } from "./language-provider";
import { IdempotencySection, PagingSection, RateLimitsSection } from "./manners-sections";
import { ResourceSection } from "./resource-section";
import { SigningSection } from "./signing-section";
import { StartSection } from "./start-section";
import { TableOfContents } from "./table-of-contents";

interface ApiReferenceProps {
  document: OpenApi;
  /** The chapter that is shown. */
  chapter: string;
  /** Of the samples, as chosen last time. */
  language: Language;
  callsPerMinute: number;
}

/** One chapter at a time: the whole of it would be 45,000 elements. */
export function ApiReference({ document, chapter, language, callsPerMinute }: ApiReferenceProps) {
  const resource = resourcesOf(document).find(({ id }) => id === chapter);
  return (
    <LanguageProvider initial={language}>
      <div className="grid grid-cols-1 items-start gap-x-10 gap-y-5 xl:grid-cols-[minmax(0,1fr)_14rem]">
        <TableOfContents chapters={chaptersOf(document)} shown={chapter} />
        <div className="flex min-w-0 flex-col gap-12 xl:col-start-1 xl:row-start-1">
          {resource ? (
            <ResourceSection resource={resource} />
          ) : (
            <Guide document={document} callsPerMinute={callsPerMinute} />
          )}
        </div>
      </div>
    </LanguageProvider>
  );
}

function Guide({ document, callsPerMinute }: Pick<ApiReferenceProps, "document" | "callsPerMinute">) {
  const origin = document.servers[0].url;
  const { schemas } = document.components;
  const problem = fieldGroupsOf(schemas.Problem ?? {}, { components: schemas });
  return (
    <>
      <StartSection origin={origin} />
      <ErrorsSection problemFields={problem.flatMap(({ fields }) => fields)} />
      <IdempotencySection origin={origin} />
      <PagingSection origin={origin} />
      <RateLimitsSection perMinute={callsPerMinute} />
      <SigningSection document={document} />
    </>
  );
}
