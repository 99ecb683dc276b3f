/**
 * Something that is made as soon as there is time, while the bundler works by itself, or when it is
 * needed.
 */
export function soon<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  const get = () => (made ??= make());
  // What fails is told of when it is needed.
  setImmediate(() => get().catch(() => {}));
  return get;
}
