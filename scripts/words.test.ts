import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

/** What customers and other systems say in examples is theirs. */
const EXAMPLES =
  /^features\/(event-catalog\/|sample-data\/texts|chats\/schema|incoming-webhooks\/presets\/)|\.test\.|test-set-up/;

/** Words of ours that a reader stumbles over, and what is said instead. */
const BANNED: [RegExp, string][] = [
  [/\buRL\b/, "URL"],
  [/\d %/, "no space before %"],
  [/\bplease\b|\bsorry\b|\boops\b|!$/i, "what happened and the next step, without manners"],
  [/\bare you sure\b/i, "the consequence"],
  [/\bsimply\b|\beasily\b|\bsuccessfully\b/i, "nothing"],
  [/\binvalid\b|\billegal\b/i, "what is wrong and what would be right"],
  [/\bunable to\b|\bin order to\b|\bprior to\b|\bin the way of\b/i, "can't, to, before, by"],
  [/\butili[sz]e|\bleverage|\bvia\b|\bwhilst\b|\bhence\b|\bthus\b|\bupon\b/i, "use, by, while, so"],
  [/\bmended?\b/i, "put right, solve"],
  [/\bcancell(?!ation)|\bcolour|\bbehaviour/i, "American spelling, as on the wire"],
  [/\blogged (in|out)\b|\blog (in|out) (to|of|again|with)\b/i, "sign in, sign out"],
  [/\bteammate|\bcolleague|\bstaff\b|\boperative/i, "member"],
  [/\bclick here\b/i, "where the link leads"],
];

test("what people read is said in plain words, and one thing has one name", () => {
  const found = globSync("{app,components,features,lib}/**/*.{ts,tsx}")
    .filter((file) => !EXAMPLES.test(file))
    .flatMap((file) =>
      sentencesOf(file).flatMap((sentence) =>
        BANNED.filter(([pattern]) => pattern.test(sentence)).map(
          ([, instead]) => `${file}: “${sentence}” (say ${instead})`,
        ),
      ),
    );
  expect(found).toEqual([]);
});

test("the scan finds a word in an attribute, a template and between tags", () => {
  const attribute = '<p title="Oops, that failed">{name}</p>';
  expect(sentencesIn("a.tsx", attribute)).toEqual(["Oops, that failed"]);
  const template = `\`Are you sure that \${"$"}{name} goes?\``;
  expect(sentencesIn("a.ts", template)).toEqual(["Are you sure that"]);
  expect(sentencesIn("b.tsx", "<p>Please wait a moment</p>")).toEqual(["Please wait a moment"]);
});

function sentencesOf(file: string): string[] {
  return sentencesIn(file, readFileSync(file, "utf8"));
}

/** Every text of two words or more that isn't code, as far as can be told: class names and SQL have no such patterns in them. */
function sentencesIn(file: string, source: string): string[] {
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const sentences: string[] = [];
  const visit = (node: ts.Node) => {
    const text = isText(node) ? node.text.trim().replace(/\s+/g, " ") : "";
    if (/^[“"A-Z].*[A-Za-z]+ [a-z]/.test(text)) sentences.push(text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind));
  return sentences;
}

function isText(
  node: ts.Node,
): node is ts.StringLiteralLike | ts.JsxText | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isJsxText(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}
