/** From the engine's error table to the classes. */

import { ComposioError, type ErrorDetails, type ErrorKind } from "./base.js";
import * as classes from "./classes.js";

type ErrorClass = new (details: ErrorDetails, options?: ErrorOptions) => ComposioError;

const byKind: Record<ErrorKind, ErrorClass> = {
  invalid_request: classes.ValidationError,
  not_found: classes.ComposioNotFoundError,
  conflict: classes.ComposioConflictError,
  unauthenticated: classes.ComposioUnauthenticatedError,
  forbidden: classes.ComposioForbiddenError,
  not_connected: classes.ComposioNotConnectedError,
  configuration: classes.ComposioConfigurationError,
  unsupported: classes.ComposioUnsupportedError,
  connection_failed: classes.ConnectionRequestFailedError,
  timeout: classes.ComposioTimeoutError,
  cancelled: classes.ComposioRequestCancelledError,
  provider: classes.ComposioProviderError,
  unavailable: classes.ComposioUnavailableError,
  internal: ComposioError,
};

/** Slugs with a class narrower than their kind. */
const bySlug: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ["ToolRouterV2_SessionNotFound", classes.ComposioSessionNotFoundError],
  ["ToolRouterV2_ToolNotFound", classes.ComposioToolNotFoundError],
  ["Tool_ToolNotFound", classes.ComposioToolNotFoundError],
  ["ToolRouterV2_InvalidToolkitSlugs", classes.ComposioToolkitNotFoundError],
  ["Toolkit_NotFound", classes.ComposioToolkitNotFoundError],
  ["AuthConfig_ResourceNotFound", classes.ComposioAuthConfigNotFoundError],
  ["ConnectedAccount_ResourceNotFound", classes.ComposioConnectedAccountNotFoundError],
  ["ConnectedAccount_MultipleExist", classes.ComposioMultipleConnectedAccountsError],
  ["ConnectedAccount_WaitTimeout", classes.ConnectionRequestTimeoutError],
  ["ToolRouterV2_ConfigConflict", classes.ComposioSessionConfigConflictError],
]);

/** The slugs named above, for the test that the engine still knows them. */
export const namedSlugs: readonly string[] = [...bySlug.keys()];

/** The class of an error, from its slug, else from its kind. */
export function classOf(error: Pick<ErrorDetails, "slug" | "kind">): ErrorClass {
  return bySlug.get(error.slug) ?? byKind[error.kind] ?? ComposioError;
}
