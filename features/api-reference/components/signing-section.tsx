import { contentView, parametersOf } from "@/features/api-reference/operations";
import { VERIFICATION_SAMPLES } from "@/features/subscriptions/verification-sample";
import type { OpenApi } from "@/lib/openapi/document";
import { CodeSample } from "./code-sample";
import { FieldTable } from "./field-table";
import { SampleTabs } from "./sample-tabs";
import { Prose, Section } from "./section";
import { Code, Text } from "./text";

const { typescript, python } = VERIFICATION_SAMPLES;

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
        Check that it is ours before you use it: <Code>X-Replify-Signature</Code> is the HMAC-SHA256 of{" "}
        <Code>timestamp + "." + body</Code>, with the subscription's secret as the key and the body as the
        bytes that arrived. Refuse a timestamp more than 5 minutes off. While a secret is being rotated there
        are two signatures; one of them has to fit. A delivery may arrive twice, so remember its id.
      </Prose>
      <SampleTabs samples={{ typescript, python }} subject="verify a delivery" />
      <Prose>
        Or take a Standard Webhooks library, such as <Code>standardwebhooks</Code> or <Code>svix</Code>: the{" "}
        <Code>webhook-…</Code> headers are for those, with the same secret.
      </Prose>
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
