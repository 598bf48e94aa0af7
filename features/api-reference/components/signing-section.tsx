import { contentView, parametersOf } from "@/features/api-reference/operations";
import { Code, Text } from "@/features/api-reference/text";
import type { OpenApi } from "@/lib/openapi/document";
import { CodeSample } from "./code-sample";
import { FieldTable } from "./field-table";
import { FormatList } from "./format-list";
import { Prose, Section } from "./section";

/** What a receiver of outgoing webhooks has to know. */
export function SigningSection({ document }: { document: OpenApi }) {
  const operation = document.webhooks.delivery?.post;
  if (!operation) return null;
  const body = contentView(document, operation.requestBody?.content);
  return (
    <Section id="signing" title="Signing of outgoing webhooks" level={2}>
      <Prose>
        Each delivery is a <Code>POST</Code> of JSON to the target URL of a subscription.{" "}
        <Text>{operation.description ?? ""}</Text>
      </Prose>
      <Prose>
        Check that it is ours before you use it, with the body as the bytes that arrived. Refuse a timestamp
        more than 5 minutes off. A delivery may arrive twice, so remember its id. A Standard Webhooks library,
        such as <Code>standardwebhooks</Code> or <Code>svix</Code>, verifies every format: the{" "}
        <Code>webhook-…</Code> headers are for those. Or do it by hand, as the format has it.
      </Prose>
      <FormatList />
      <FieldTable caption="Headers of a delivery" fields={parametersOf(document, operation)} isAnswer />
      {body && (
        <>
          <CodeSample title="Example delivery" code={JSON.stringify(body.example, null, 2)} />
          {body.groups.map(({ fields }) => (
            <FieldTable key="fields" caption="Fields of a delivery" fields={fields} isAnswer />
          ))}
        </>
      )}
    </Section>
  );
}
