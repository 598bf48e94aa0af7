import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { HAS_GO, HAS_OPENSSL, HAS_PHP, HAS_PYTHON } from "@/e2e/programs";
import type { VerificationLanguage } from "./samples";

/** A request as a receiver has it. */
export interface Received {
  headers: Record<string, string>;
  body: Buffer;
}

interface Run {
  source: string;
  secret: string;
  /** Whether the sample looks at the body. */
  isSigned: boolean;
  requests: Received[];
}

const GO = "go";
const PHP = "php";
const verifySchema = z.custom<(...given: unknown[]) => boolean>((value) => typeof value === "function");
const answersSchema = z.array(z.boolean());

/** What the sample in that language says of each request; a language that this machine lacks is not there. */
export const RUN_SAMPLE: Partial<Record<VerificationLanguage, (run: Run) => Promise<boolean[]> | boolean[]>> =
  {
    typescript: runTypescript,
    ...(HAS_PYTHON && { python: runPython }),
    ...(HAS_OPENSSL && { shell: runShell }),
    ...(HAS_GO && { go: runGo }),
    ...(HAS_PHP && { php: runPhp }),
  };

async function runTypescript({ source, secret, isSigned, requests }: Run): Promise<boolean[]> {
  const script = stripTypeScriptTypes(source);
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(script)}`
  );
  const verify = verifySchema.parse(Object(module).isFromReplify);
  return requests.map(({ headers, body }) => verify(headers, ...(isSigned ? [body] : []), secret));
}

function runPython(run: Run): boolean[] {
  const program = `${run.source}
import base64, json, sys
secret, requests = json.load(sys.stdin)
print(json.dumps([is_from_replify(headers, ${run.isSigned ? "base64.b64decode(body), " : ""}secret) for headers, body in requests]))`;
  return answersOf(execFileSync("python3", ["-c", program], { input: inputOf(run), encoding: "utf8" }));
}

function runPhp(run: Run): boolean[] {
  const program = `${run.source.replace("<?php", "")}
[$secret, $requests] = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($r) => isFromReplify($r[0], ${run.isSigned ? "base64_decode($r[1]), " : ""}$secret), $requests));`;
  return answersOf(execFileSync(PHP, ["-r", program], { input: inputOf(run), encoding: "utf8" }));
}

function runShell({ source, secret, requests }: Run): boolean[] {
  return requests.map(({ headers, body }) => {
    const variables = Object.entries(headers).map(
      ([name, value]) => [name.toUpperCase().replaceAll("-", "_"), value] as const,
    );
    const env = { ...process.env, SECRET: secret, ...Object.fromEntries(variables) };
    return spawnSync("sh", ["-c", `${source}is_from_replify`], { env, input: body }).status === 0;
  });
}

function runGo(run: Run): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), "replify-go-"));
  try {
    mkdirSync(join(folder, "replify"));
    writeFileSync(join(folder, "go.mod"), "module receiver\n\ngo 1.20\n");
    writeFileSync(join(folder, "replify", "replify.go"), run.source);
    writeFileSync(join(folder, "main.go"), goMain(run.isSigned));
    return answersOf(execFileSync(GO, ["run", "."], { cwd: folder, input: inputOf(run), encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function goMain(isSigned: boolean): string {
  return `package main

import (
	"encoding/json"
	"net/http"
	"os"

	"receiver/replify"
)

func main() {
	var input, requests []json.RawMessage
	var secret string
	json.NewDecoder(os.Stdin).Decode(&input)
	json.Unmarshal(input[0], &secret)
	json.Unmarshal(input[1], &requests)
	answers := []bool{}
	for _, each := range requests {
		var request []json.RawMessage
		var names map[string]string
		var body []byte
		json.Unmarshal(each, &request)
		json.Unmarshal(request[0], &names)
		json.Unmarshal(request[1], &body)
		headers := http.Header{}
		for name, value := range names {
			headers.Set(name, value)
		}
		answers = append(answers, replify.IsFromReplify(headers, ${isSigned ? "body, " : ""}secret))
		_ = body
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}
`;
}

function inputOf({ secret, requests }: Run): string {
  return JSON.stringify([secret, requests.map(({ headers, body }) => [headers, body.toString("base64")])]);
}

function answersOf(output: string): boolean[] {
  return answersSchema.parse(JSON.parse(output));
}
