import { shellQuote } from "@/lib/quoting";
import type { Samples } from "./languages";
import { pythonLiteral, typescriptLiteral } from "./literals";

export interface Call {
  method: string;
  url: string;
  /** Absent when none is sent. */
  body?: unknown;
  /** Sent as a form rather than as JSON. */
  isForm?: boolean;
  isPublic: boolean;
  /** The variable of the environment that holds the token. */
  tokenName?: string;
  /** How the token is sent; as a Bearer token unless told. */
  credential?: Credential;
  /** An error is no problem document. */
  hasOtherErrors?: boolean;
  /** What comes back. */
  answer: "json" | "text" | "nothing";
}

export interface Credential {
  header: string;
  /** Before the token, with a space. */
  scheme: string;
}

const TOKEN = "REPLIFY_TOKEN";
const BEARER: Credential = { header: "Authorization", scheme: "Bearer " };

/** A call as one would write it, with the token in the environment. */
export function samplesOf(call: Call): Samples {
  return { curl: curlSample(call), typescript: typescriptSample(call), python: pythonSample(call) };
}

function curlSample(call: Call): string {
  const { method, url, body, isForm, isPublic, tokenName = TOKEN } = call;
  const { header, scheme } = call.credential ?? BEARER;
  const options = [
    ...(method === "GET" || (method === "POST" && body !== undefined) ? [] : [`-X ${method}`]),
    ...(isPublic ? [] : [`-H "${header}: ${scheme}$${tokenName}"`]),
    ...(isForm ? formOptions(body) : jsonOptions(body)),
  ];
  return [`curl ${shellWord(url)}`, ...options].join(" \\\n  ");
}

function typescriptSample(call: Call): string {
  const { method, url, body, isForm, isPublic, tokenName = TOKEN, answer } = call;
  const { header, scheme } = call.credential ?? BEARER;
  const name = header.includes("-") ? JSON.stringify(header) : header;
  const reason = call.hasOtherErrors ? "await response.text()" : "(await response.json()).detail";
  const headers = [
    ...(isPublic ? [] : [`    ${name}: \`${scheme}\${process.env.${tokenName}}\`,\n`]),
    ...(body === undefined || isForm ? [] : ['    "Content-Type": "application/json",\n']),
  ];
  const options = [
    ...(method === "GET" ? [] : [`  method: "${method}",\n`]),
    ...(headers.length === 0 ? [] : [`  headers: {\n${headers.join("")}  },\n`]),
    ...(body === undefined ? [] : [`  body: ${typescriptBody(body, isForm)},\n`]),
  ];
  const init = options.length === 0 ? "" : `, {\n${options.join("")}}`;
  return [
    `const response = await fetch(${JSON.stringify(url)}${init});`,
    `if (!response.ok) throw new Error(${reason});`,
    ...(answer === "nothing" ? [] : [`console.log(await response.${answer}());`]),
  ].join("\n");
}

function pythonSample(call: Call): string {
  const { method, url, body, isForm, isPublic, tokenName = TOKEN, answer } = call;
  const { header, scheme } = call.credential ?? BEARER;
  const headers = [
    ...(isPublic ? [] : [`        "${header}": f"${scheme}{os.environ['${tokenName}']}",\n`]),
    ...(body === undefined ? [] : ['        "Content-Type": "application/json",\n']),
  ];
  const request = [
    `    ${JSON.stringify(url)},\n`,
    `    method="${method}",\n`,
    ...(headers.length === 0 ? [] : [`    headers={\n${headers.join("")}    },\n`]),
    ...(body === undefined
      ? []
      : [`    data=${isForm ? "urlencode" : "json.dumps"}(${pythonLiteral(body, 1)}).encode(),\n`]),
  ];
  const isJsonUsed = answer === "json" || (body !== undefined && !isForm);
  const output = {
    json: "print(json.load(response))",
    text: "print(response.read().decode())",
    nothing: "pass",
  };
  return [
    ...(isJsonUsed ? ["import json"] : []),
    ...(isPublic ? [] : ["import os"]),
    ...(isForm ? ["from urllib.parse import urlencode"] : []),
    "from urllib.request import Request, urlopen",
    "",
    `request = Request(\n${request.join("")})`,
    "with urlopen(request) as response:",
    `    ${output[answer]}`,
  ].join("\n");
}

function jsonOptions(body: unknown): string[] {
  if (body === undefined) return [];
  return ['-H "Content-Type: application/json"', `-d ${shellWord(JSON.stringify(body, null, 2))}`];
}

function formOptions(body: unknown): string[] {
  return Object.entries(Object(body)).map(
    ([name, value]) => `--data-urlencode ${shellWord(`${name}=${value}`)}`,
  );
}

function typescriptBody(body: unknown, isForm = false): string {
  return `${isForm ? "new URLSearchParams" : "JSON.stringify"}(${typescriptLiteral(body, 1)})`;
}

function shellWord(text: string): string {
  return /^[\w:/.,=@%-]+$/.test(text) ? text : shellQuote(text);
}
