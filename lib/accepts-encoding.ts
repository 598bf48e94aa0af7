/** Whether an Accept-Encoding header takes the coding (RFC 9110, 12.5.3): by its own name, else by `*`, and not with a weight of nothing. */
export function acceptsEncoding(
  header: string | string[] | null | undefined,
  coding: "br" | "gzip",
): boolean {
  const weights = new Map(
    String(header ?? "")
      .toLowerCase()
      .split(",")
      .map((part) => {
        const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
        return [name, weightOf(parameters)] as const;
      }),
  );
  return (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
}

/** 1 where none is named; 0 for what is no number from 0 to 1. */
function weightOf(parameters: string[]): number {
  const weight = parameters.find((text) => /^q\s*=/.test(text));
  if (weight === undefined) return 1;
  const value = weight.replace(/^q\s*=\s*/, "");
  return /^(0(\.\d*)?|1(\.0*)?)$/.test(value) ? Number(value) : 0;
}
