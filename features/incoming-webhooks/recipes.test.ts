import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createIncomingWebhookSchema } from "./schema";
import { templateIssues } from "./template-issues";

const PAGE = readFileSync(new URL("../../docs/incoming-webhooks.md", import.meta.url), "utf8");
const RECIPES = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));

test.each(RECIPES.map((recipe) => [recipe.name, recipe]))("the recipe %s can be pasted", (_, recipe) => {
  const { data, error } = createIncomingWebhookSchema.safeParse(recipe);
  expect(error?.issues).toBeUndefined();
  expect(templateIssues(data ?? {})).toEqual([]);
});

test("each example of a template can be read", () => {
  const templates = [...PAGE.matchAll(/`(\{[{%][^`]*)`/g)].map(([, text = ""]) =>
    text.replaceAll("\\|", "|"),
  );
  expect(templates.length).toBeGreaterThan(9);
  for (const template of templates) expect(templateIssues({ mapping: { body: template } })).toEqual([]);
});
