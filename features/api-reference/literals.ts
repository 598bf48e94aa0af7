interface Notation {
  indent: string;
  constants: Record<"true" | "false" | "null", string>;
  key: (name: string) => string;
}

const PYTHON: Notation = {
  indent: "    ",
  constants: { true: "True", false: "False", null: "None" },
  key: (name) => JSON.stringify(name),
};

const TYPESCRIPT: Notation = {
  indent: "  ",
  constants: { true: "true", false: "false", null: "null" },
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
};

/** JSON data as a Python expression; `depth` is that of the line it starts on. */
export function pythonLiteral(value: unknown, depth = 0): string {
  return literal(value, PYTHON, depth);
}

export function typescriptLiteral(value: unknown, depth = 0): string {
  return literal(value, TYPESCRIPT, depth);
}

function literal(value: unknown, notation: Notation, depth: number): string {
  if (value === null || value === undefined) return notation.constants.null;
  if (typeof value === "boolean") return notation.constants[value ? "true" : "false"];
  // A JSON string means the same in both languages.
  if (typeof value !== "object") return JSON.stringify(value);
  const inside = (child: unknown) => literal(child, notation, depth + 1);
  if (Array.isArray(value)) return enclose("[]", value.map(inside), notation, depth);
  const members = Object.entries(value).map(([name, child]) => `${notation.key(name)}: ${inside(child)}`);
  return enclose("{}", members, notation, depth);
}

function enclose(brackets: string, parts: string[], { indent }: Notation, depth: number): string {
  const [open = "", close = ""] = brackets;
  if (parts.length === 0) return brackets;
  const inline = `${open}${parts.join(", ")}${close}`;
  if (open === "[" && inline.length <= 60 && !inline.includes("\n")) return inline;
  const lines = parts.map((part) => `${indent.repeat(depth + 1)}${part},\n`).join("");
  return `${open}\n${lines}${indent.repeat(depth)}${close}`;
}
