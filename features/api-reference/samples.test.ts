import { execFileSync, spawnSync } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import { expect, test } from "vitest";
import { pythonLiteral, typescriptLiteral } from "./literals";
import { samplesOf } from "./samples";

const BODY = {
  name: 'Ada\'s "hook" $HOME `x` \\ é 💥',
  active: true,
  nothing: null,
  none: false,
  list: [1, 2.5, []],
  "odd-key": { deep: [{ a: "long enough to be broken into lines" }, { b: "long enough as well" }] },
};
const HAS_PYTHON = spawnSync("python3", ["--version"]).status === 0;

test("a shell hands curl exactly the url, the token and the body", () => {
  const { curl = "" } = samplesOf({
    method: "POST",
    url: "https://example.com/api/v1/things?ids=1&ids=2",
    body: BODY,
    isPublic: false,
    answer: "json",
  });
  const script = `curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${curl}`;
  const output = execFileSync("sh", ["-c", script], {
    env: { ...process.env, REPLIFY_TOKEN: "rpl_at_x" },
    encoding: "utf8",
  });
  const [url, ...options] = output.split("\0");
  expect(url).toBe("https://example.com/api/v1/things?ids=1&ids=2");
  expect(options.slice(0, 5)).toEqual([
    "-H",
    "Authorization: Bearer rpl_at_x",
    "-H",
    "Content-Type: application/json",
    "-d",
  ]);
  expect(JSON.parse(options[5] ?? "")).toEqual(BODY);
});

test("a form goes out field by field", () => {
  const body = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: "it's & mine" };
  const call = { method: "POST", url: "https://example.com/", body, isForm: true, isPublic: true } as const;
  const { curl = "", typescript, python } = samplesOf({ ...call, answer: "json" });
  const script = `curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${curl}`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(1, 5)).toEqual([
    "--data-urlencode",
    `grant_type=${body.grant_type}`,
    "--data-urlencode",
    `client_id=${body.client_id}`,
  ]);
  expect(typescript).toContain("body: new URLSearchParams({");
  expect(python).toContain("data=urlencode({");
});

test("curl is told the method where it would choose another", () => {
  const sample = (method: string, body?: unknown) =>
    samplesOf({ method, url: "https://example.com/", body, isPublic: true, answer: "json" }).curl;
  expect(sample("GET")).toBe("curl https://example.com/");
  expect(sample("DELETE")).toContain("-X DELETE");
  expect(sample("POST")).toContain("-X POST");
  expect(sample("PATCH", {})).toContain("-X PATCH");
  expect(sample("POST", {})).not.toContain("-X");
});

test("a TypeScript literal is the value", () => {
  const source = stripTypeScriptTypes(`export default ${typescriptLiteral(BODY)};`);
  return expect(
    import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`),
  ).resolves.toHaveProperty("default", BODY);
});

test.skipIf(!HAS_PYTHON)("a Python literal is the value", () => {
  const program = `import json\nprint(json.dumps(${pythonLiteral(BODY)}))`;
  expect(JSON.parse(execFileSync("python3", ["-c", program], { encoding: "utf8" }))).toEqual(BODY);
});

test.each(["GET", "POST", "DELETE"])("the samples of a %s are whole programs", (method) => {
  const body = method === "POST" ? BODY : undefined;
  for (const isPublic of [true, false])
    for (const answer of ["json", "text", "nothing"] as const) {
      const call = { method, url: "https://example.com/", ...(body && { body }), isPublic, answer };
      const { typescript = "", python = "" } = samplesOf(call);
      expect(() => stripTypeScriptTypes(typescript)).not.toThrow();
      if (HAS_PYTHON)
        execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: python });
    }
});

test("a token is sent as the clients of another system send theirs", () => {
  const call = { method: "GET", url: "https://example.com/", isPublic: false, answer: "json" } as const;
  const { curl, typescript, python } = samplesOf({
    ...call,
    credential: { header: "X-API-Key", scheme: "" },
    hasOtherErrors: true,
  });
  expect(curl).toContain('-H "X-API-Key: $REPLIFY_TOKEN"');
  expect(typescript).toMatch(/"X-API-Key": `\$\{process\.env\.REPLIFY_TOKEN\}`/);
  expect(typescript).toContain("throw new Error(await response.text())");
  expect(python).toContain(`"X-API-Key": f"{os.environ['REPLIFY_TOKEN']}"`);
  for (const sample of [curl, typescript, python]) expect(sample).not.toContain("Bearer");
});
