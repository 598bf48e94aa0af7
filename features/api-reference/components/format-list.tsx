import { KeyValues } from "@/components/key-values";
import { DELIVERY_FORMATS, type DeliveryFormat } from "@/db/enums";
import type { Samples } from "@/features/api-reference/languages";
import { Text } from "@/features/api-reference/text";
import { FORMATS } from "@/features/formats/formats";
import { type VerificationRule, verificationRule } from "@/features/formats/verification/rule";
import { verificationSample } from "@/features/formats/verification/samples";
import { SampleTabs } from "./sample-tabs";
import { Prose, Section } from "./section";

/** The formats, and for each way to verify one the code that does it. */
export function FormatList() {
  return (
    <Section id="formats" title="Formats of deliveries" level={3}>
      <Prose>
        <Text>
          A subscription's `format` says how its deliveries look. Each carries `webhook-id`,
          `webhook-timestamp`, `X-Replify-Attempt` and, where the subscription has a secret,
          `webhook-signature`. A delivery keeps the format that it was made in.
        </Text>
      </Prose>
      <KeyValues
        items={DELIVERY_FORMATS.map((format) => ({
          label: `${FORMATS[format].label} (${format})`,
          value: FORMATS[format].description,
        }))}
      />
      {groups().map(({ formats: [first, ...others], rule }) => {
        const names = [first, ...others].map((format) => FORMATS[format].label).join(", ");
        return (
          <div key={first} className="flex flex-col gap-3">
            <Prose>
              <strong className="font-semibold">{names}:</strong> <Text>{sentence(rule)}</Text>
            </Prose>
            <SampleTabs samples={samplesOf(first)} subject={`verify a delivery in the format ${names}`} />
          </div>
        );
      })}
    </Section>
  );
}

interface Group {
  formats: [DeliveryFormat, ...DeliveryFormat[]];
  rule: VerificationRule;
}

/** Formats that are verified alike. */
function groups(): Group[] {
  const byRule = new Map<string, Group>();
  for (const format of DELIVERY_FORMATS) {
    const rule = verificationRule(FORMATS[format]);
    const known = byRule.get(JSON.stringify(rule));
    if (known) known.formats.push(format);
    else byRule.set(JSON.stringify(rule), { formats: [format], rule });
  }
  return [...byRule.values()];
}

function samplesOf(format: DeliveryFormat): Samples {
  return {
    typescript: verificationSample(format, "typescript"),
    python: verificationSample(format, "python"),
    go: verificationSample(format, "go"),
    shell: verificationSample(format, "shell"),
    php: verificationSample(format, "php"),
  };
}

function sentence(rule: VerificationRule): string {
  if (rule.kind === "value")
    return `\`${rule.header}\` has the value that the target gave back in the handshake. Compare it; nothing is signed unless the subscription has a secret.`;
  const { header, idHeader, timestampHeader, separator, key, encoding } = rule;
  const signed = [idHeader && "id", timestampHeader && "timestamp", "body"].filter(Boolean).join(' + "." + ');
  const keyed = key === "text" ? "the whole secret as text" : "what follows `whsec_` in the secret, decoded";
  const rotation =
    separator === null
      ? "While a secret is being rotated it is that of the new one: change the receiver over at once."
      : "While a secret is being rotated there are two; one of them has to fit.";
  return `\`${header}\` is the HMAC-SHA256 of \`${signed}\`, in ${encoding}, keyed with ${keyed}. ${rotation}`;
}
