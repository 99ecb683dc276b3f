/** Something that is made while the bundler works by itself, or when it is needed. */
export interface Soon<T> {
  /** What was made, once it is. */
  value?: T;
  get(): Promise<T>;
}

/** Has something made as soon as there is time. What fails is told of when it is needed. */
export function soon<T>(make: () => Promise<T>): Soon<T> {
  let making: Promise<T> | undefined;
  const made: Soon<T> = { get: () => (making ??= make().then((value) => (made.value = value))) };
  setImmediate(() => made.get().catch(() => {}));
  return made;
}
