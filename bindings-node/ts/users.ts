/** Users, who exist by being named. */

import type { Engine } from "./engine.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { DeletedUser } from "./types/connected-account.js";
import { users } from "./wire/operations.js";

export class Users {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Erases everything of a user: sessions, connected accounts and their credentials, attempts. */
  async delete(userId: string, requestOptions?: ComposioRequestOptions): Promise<DeletedUser> {
    return this.#engine.call(users.delete, { userId }, requestOptions);
  }
}
