import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

/** For tests: what the functions of the server's files mention, by whatever way they are called. */

export interface Declared {
  /** `features/tokens/service.ts createToken` */
  key: string;
  name: string;
  isExported: boolean;
  node: ts.Node;
  /** Keys of what it mentions, declared in its own file or imported. */
  mentions: Set<string>;
}

export interface Source {
  path: string;
  text: string;
}

export function readSources(root: string, patterns: string[]): Source[] {
  return globSync(patterns, { cwd: root })
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(posix.join(root, path), "utf8") }));
}

/** Every top-level function, constant and class, by its key. */
export function declarationsOf(sources: Source[]): Map<string, Declared> {
  const known = new Set(sources.map(({ path }) => path));
  const declared = sources.flatMap((source) => declaredIn(source, known));
  return new Map(declared.map((one) => [one.key, one]));
}

/** Those of `from` that lead to something of which `is` holds, themselves or through what they mention. */
export function leadingTo(all: Map<string, Declared>, is: (one: Declared) => boolean): Set<string> {
  const found = new Set([...all.values()].filter(is).map(({ key }) => key));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const one of all.values()) if ([...one.mentions].some((key) => found.has(key))) found.add(one.key);
  }
  return found;
}

function declaredIn({ path, text }: Source, known: Set<string>): Declared[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports = importsOf(file, path, known);
  const nodes = file.statements.flatMap(namedNodes);
  const own = new Set(nodes.map(({ name }) => name));
  return nodes.map(({ name, node, isExported }) => {
    const mentions = new Set<string>();
    const visit = (child: ts.Node): void => {
      if (ts.isIdentifier(child)) {
        const imported = imports.get(child.text);
        if (imported !== undefined) mentions.add(imported);
        else if (own.has(child.text)) mentions.add(keyOf(path, child.text));
      }
      ts.forEachChild(child, visit);
    };
    visit(node);
    return { key: keyOf(path, name), name, isExported, node, mentions };
  });
}

/** What each imported name stands for. */
function importsOf(file: ts.SourceFile, path: string, known: Set<string>): Map<string, string> {
  const imports = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const from = resolve(path, statement.moduleSpecifier.text, known);
    const bindings = statement.importClause?.namedBindings;
    if (from === undefined || !bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements)
      imports.set(name.text, keyOf(from, (propertyName ?? name).text));
  }
  return imports;
}

function resolve(path: string, specifier: string, known: Set<string>): string | undefined {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : posix.join(posix.dirname(path), specifier);
  return [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((file) => known.has(file));
}

function namedNodes(statement: ts.Statement): { name: string; node: ts.Node; isExported: boolean }[] {
  const isExported = ts.canHaveModifiers(statement)
    ? (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    : false;
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
    return [{ name: statement.name.text, node: statement, isExported }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((node) => {
    const names = ts.isIdentifier(node.name)
      ? [node.name.text]
      : node.name.elements.flatMap((one) =>
          ts.isBindingElement(one) && ts.isIdentifier(one.name) ? [one.name.text] : [],
        );
    return names.map((name) => ({ name, node, isExported }));
  });
}

function keyOf(path: string, name: string): string {
  return `${path} ${name}`;
}
