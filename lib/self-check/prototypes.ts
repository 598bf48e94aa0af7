/** Error is left out: tools set its stackTraceLimit and prepareStackTrace as they please. */
const CONSTRUCTORS = [
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Promise,
  Map,
  Set,
  WeakMap,
  WeakSet,
  RegExp,
  Date,
  ArrayBuffer,
  Uint8Array,
  URL,
  Headers,
  Request,
  Response,
];

const SHARED: [string, object][] = [
  ["Error.prototype", Error.prototype],
  ["TypeError.prototype", TypeError.prototype],
  ["Iterator.prototype", Iterator.prototype],
  ["%TypedArray%.prototype", Object.getPrototypeOf(Uint8Array.prototype)],
];

/** What stands under each name: the value of a property, or the function that gets it. */
type Properties = Map<PropertyKey, unknown>;

/**
 * Remembers what the objects that all others inherit from look like now; calling the result names what was added, removed or replaced since.
 * They aren't frozen instead, since honest code then fails to give its own objects a `toString`.
 */
export function watchPrototypes(): () => string[] {
  const watched = [
    ...CONSTRUCTORS.flatMap((one): [string, object][] => [
      [one.name, one],
      [`${one.name}.prototype`, one.prototype],
    ]),
    ...SHARED,
  ].map(([name, holder]) => ({ name, holder, before: propertiesOf(holder) }));
  return () => watched.flatMap(({ name, holder, before }) => changesIn(name, before, propertiesOf(holder)));
}

function propertiesOf(holder: object): Properties {
  const keys = Reflect.ownKeys(holder);
  return new Map(
    keys.map((key) => {
      const property = Object.getOwnPropertyDescriptor(holder, key);
      return [key, property?.get ?? property?.value];
    }),
  );
}

function changesIn(name: string, before: Properties, after: Properties): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .filter((key) => before.has(key) !== after.has(key) || !Object.is(before.get(key), after.get(key)))
    .map((key) => `${name}.${String(key)}`);
}
