import ts from "typescript";
import type { Source } from "./call-graph";

/** For a test: which file imports which. */

export interface Import {
  from: string;
  /** The file that is meant, however it is written. */
  to: string;
  /** As it is written. */
  specifier: string;
  line: number;
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  paths: { "@/*": ["/*"] },
};

/** Every import of one of these files by another: of types alone, dynamic, handed on, and inside a type too. */
export function importsOf(sources: Source[]): Import[] {
  const known = new Set(sources.map(({ path }) => `/${path}`));
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) => known.has(path),
    readFile: () => undefined,
    getCurrentDirectory: () => "/",
  };
  const cache = ts.createModuleResolutionCache("/", (name) => name, OPTIONS);
  const resolve = (path: string, specifier: string) =>
    ts.resolveModuleName(specifier, `/${path}`, OPTIONS, host, cache).resolvedModule?.resolvedFileName;
  return sources.flatMap((source) =>
    specifiersOf(source).flatMap(({ specifier, line }) => {
      const to = /^(\.|@\/)/.test(specifier) ? resolve(source.path, specifier) : undefined;
      return to === undefined ? [] : [{ from: source.path, to: to.slice(1), specifier, line }];
    }),
  );
}

function specifiersOf({ path, text }: Source): { specifier: string; line: number }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: { specifier: string; line: number }[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    found.push({ specifier: node.text, line: file.getLineAndCharacterOfPosition(node.end).line + 1 });
  };
  // Reading every node takes time, and few files import anywhere but at their top.
  const isAnywhere = /\b(import|require)\s*\(/.test(text);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0]);
    if (ts.isSourceFile(node) || isAnywhere) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isLoading(called: ts.Expression): boolean {
  return (
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require")
  );
}
