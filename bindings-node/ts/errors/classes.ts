/** The classes to catch, one per thing a program does about an error. All descend from `ComposioError`. */

import { ComposioError } from "./base.js";

/** The request is wrong as it stands. */
export class ValidationError extends ComposioError {}

/** The code uses a word of an older version; the message names today's and shows the line to write. */
export class ComposioRenamedError extends ValidationError {}

/** The user already has an account on this auth config; say `allowMultiple` for another. */
export class ComposioMultipleConnectedAccountsError extends ValidationError {}

/** What was named does not exist. */
export class ComposioNotFoundError extends ComposioError {}

export class ComposioSessionNotFoundError extends ComposioNotFoundError {}

export class ComposioToolNotFoundError extends ComposioNotFoundError {}

export class ComposioToolkitNotFoundError extends ComposioNotFoundError {}

export class ComposioAuthConfigNotFoundError extends ComposioNotFoundError {}

export class ComposioConnectedAccountNotFoundError extends ComposioNotFoundError {}

/** Somebody else changed it first; read it again. */
export class ComposioConflictError extends ComposioError {}

export class ComposioSessionConfigConflictError extends ComposioConflictError {}

/** A credential of the engine is missing or wrong. */
export class ComposioUnauthenticatedError extends ComposioError {}

/** The session's policy forbids it. */
export class ComposioForbiddenError extends ComposioError {}

/** The user has to connect an account first. */
export class ComposioNotConnectedError extends ComposioError {}

/** The developer or operator has to configure something. */
export class ComposioConfigurationError extends ComposioError {}

/** This build does not have it. */
export class ComposioUnsupportedError extends ComposioError {}

/** An attempt to connect failed, expired or was revoked. */
export class ConnectionRequestFailedError extends ComposioError {}

/** Time ran out. */
export class ComposioTimeoutError extends ComposioError {}

/** The user did not finish connecting in time. */
export class ConnectionRequestTimeoutError extends ComposioTimeoutError {}

/** The caller cancelled; `cause` is the reason given to the signal. */
export class ComposioRequestCancelledError extends ComposioError {}

/** The provider could not be reached or answered nonsense. */
export class ComposioProviderError extends ComposioError {}

/** The machine, the store or the engine cannot serve now. */
export class ComposioUnavailableError extends ComposioError {}
