/** What webpack's `DefinePlugin.runtimeValue` makes, as far as it is used here. */
interface RuntimeValue {
  fn: (context: Context) => unknown;
}

interface Context {
  readonly key?: string;
  readonly module?: { readonly resource?: string };
}

/** What was put in, by the name and the module; of each the last. */
const seen = new WeakMap<object, Map<string, unknown>>();

function isRuntimeValue(value: unknown): value is RuntimeValue {
  return value?.constructor?.name === 'RuntimeValue' && typeof (value as RuntimeValue).fn === 'function';
}

/**
 * Takes note of what the values in a definition come to, each time that webpack asks for one. Nothing else
 * tells: what webpack compares from build to build is their version, and many have none.
 */
export function watchValues(definition: unknown): void {
  if (typeof definition !== 'object' || definition === null || seen.has(definition)) return;
  if (!isRuntimeValue(definition)) {
    Object.values(definition).forEach(watchValues);
    return;
  }
  const values = new Map<string, unknown>();
  seen.set(definition, values);
  const { fn } = definition;
  definition.fn = function (this: unknown, context) {
    const value = fn.call(this, context);
    const place = JSON.stringify([context.key, context.module?.resource]);
    if (value instanceof Promise) value.then((value) => values.set(place, value), () => {});
    else values.set(place, value);
    return value;
  };
}

/** A definition with what its values came to in their place. */
export function withValues(definition: unknown): unknown {
  if (typeof definition !== 'object' || definition === null || definition instanceof RegExp) return definition;
  if (isRuntimeValue(definition)) return [...new Set(valuesOf(definition))];
  if (Array.isArray(definition)) return definition.map(withValues);
  return Object.fromEntries(Object.entries(definition).map(([key, value]) => [key, withValues(value)]));
}

function valuesOf(value: RuntimeValue): unknown[] {
  const values = seen.get(value);
  if (values === undefined || values.size > 0) return [...(values?.values() ?? [])];
  // Where webpack had the modules in its cache nobody has asked yet. What needs a module cannot tell.
  try {
    const now = value.fn({});
    return now instanceof Promise ? [] : [now];
  } catch {
    return [];
  }
}
