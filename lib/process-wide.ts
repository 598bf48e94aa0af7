const holder = globalThis as typeof globalThis & { replify?: Map<string, unknown> };

/**
 * What a process has one of, however often the module that asks for it is loaded: server.ts and each of Next's bundles have copies of their own.
 * What only saves work, a cache say, needs no such home.
 */
export function processWide<Value extends object>(name: string, create: () => Value): Value {
  holder.replify ??= new Map();
  const known = holder.replify.get(name);
  // Put there under the same name by another copy of the same module.
  if (known !== undefined) return known as Value;
  const created = create();
  holder.replify.set(name, created);
  return created;
}
