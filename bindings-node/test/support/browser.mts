/** A user's browser: cookies per origin, redirects, and a click on the first button of a page. */

export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Opens a connect link and agrees to everything. Answers the page at the end. */
  async connect(link: string): Promise<{ url: URL; text: string }> {
    const page = await this.#open(new URL(link));
    const consent = await this.#press(page);
    return this.#press(consent);
  }

  async #press({ url, text }: { url: URL; text: string }): Promise<{ url: URL; text: string }> {
    const form = new URLSearchParams();
    for (const tag of text.match(/<(?:input|button)\b[^>]*>/g) ?? []) {
      const name = attribute(tag, "name");
      if (name && !form.has(name)) form.set(name, attribute(tag, "value") ?? "");
    }
    const tag = /<form\b[^>]*>/.exec(text)?.[0];
    if (!tag) throw new Error(`no form at ${url}: ${text}`);
    return this.#open(new URL(attribute(tag, "action") ?? url, url), form);
  }

  async #open(url: URL, form?: URLSearchParams): Promise<{ url: URL; text: string }> {
    const jar = this.#cookies.get(url.origin) ?? new Map<string, string>();
    this.#cookies.set(url.origin, jar);
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      ...(form && { body: form }),
      redirect: "manual",
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form && { origin: url.origin }),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get("location");
    if (!location) return { url, text: await response.text() };
    const next = new URL(location, url);
    // An application's own page is where the user ends up, not something a test visits.
    return isLoopback(next) ? this.#open(next) : { url: next, text: "" };
  }
}

function isLoopback(url: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll("&amp;", "&").replaceAll("&#x2f;", "/");
}
