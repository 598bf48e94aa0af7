import { expect, test } from "vitest";
import type { SignatureScheme } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { PRESETS } from "./presets/presets";
import { USUAL_RULES } from "./presets/usual-rules";
import { previewMapping } from "./preview";
import { previewMappingSchema } from "./preview-schema";
import { NO_RULES, toRules, toRulesValues } from "./rule-values";
import { createIncomingWebhookSchema } from "./schema";

const CASES = Object.entries(USUAL_RULES).map(([scheme, rules]) => ({
  scheme: scheme as SignatureScheme,
  rules,
}));

test.each(CASES)(
  "the usual rules of $scheme open a ticket of what it sends first",
  async ({ scheme, rules }) => {
    const ctx = createContext(await createUser(await createOrganization()));
    const { payload, mapping } = PRESETS[scheme].example ?? {};
    const input = { ...rules, action: "create_ticket", mapping, payload };
    const preview = previewMapping(ctx, previewMappingSchema.parse(input));
    expect(preview).toMatchObject({ ignored: null, action: "create_ticket", issues: [], remarks: [] });
    expect(preview.key).toMatch(/\w/);
    const created = createIncomingWebhookSchema.safeParse({
      ...rules,
      name: "x",
      action: "create_ticket",
      mapping,
    });
    expect(created.error?.issues).toBeUndefined();
  },
);

test.each(CASES)("the form takes those of $scheme as they are", ({ rules }) => {
  const { onClosed: _, ...taken } = toRules(toRulesValues({ ...rules, onClosed: null }));
  expect(taken).toEqual(rules);
  expect(toRules(NO_RULES).rules).toEqual([]);
});
