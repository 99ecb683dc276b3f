import type { Scanner } from '../scanner.js';
import type { Rule } from '../types.js';

/** A scanner's rules, which are asked for only if something is found. */
export class Rules {
  readonly #scanner: Scanner;
  #byId: Map<string, Rule> | undefined;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** The rule of an id; of one that is not known no more than the name. */
  of(id: string, name: string = UNKNOWN.name): Rule {
    this.#byId ??= new Map(this.#scanner.rules.map((rule) => [rule.id, rule]));
    return this.#byId.get(id) ?? { ...UNKNOWN, id, name };
  }
}

/** A rule of which nothing is known; a value that a rule of the environment alone finds. */
const UNKNOWN: Rule = {
  ...{ id: 'environment-value', name: 'Value of the environment', vendor: '', description: '' },
  ...{ severity: 'high', category: 'generic', class: 'secret', confidence: 100 },
  ...{ remediation: [], cwe: [], controls: [], references: [] },
};
