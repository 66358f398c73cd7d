/** A user at a browser, as far as connecting an account needs one: pages, forms, cookies, redirects. */

/** What a user does: opens the link, presses the button there, then the one on the provider's page. */
export async function browse(link) {
  const cookies = new Map();
  let page = await open(new URL(link));
  for (const _ of ["Connect page", "consent page"]) {
    const form = new URLSearchParams();
    for (const [tag] of page.html.matchAll(/<(?:input|button)\b[^>]*>/g)) {
      const name = attribute(tag, "name");
      if (name && !form.has(name)) form.set(name, attribute(tag, "value") ?? "");
    }
    const action = attribute(/<form\b[^>]*>/.exec(page.html)?.[0] ?? "", "action") ?? page.url;
    page = await open(new URL(action, page.url), form);
  }
  return page.url;

  async function open(url, form) {
    const cookie = cookies.get(url.host) ?? "";
    const method = form ? "POST" : "GET";
    const response = await fetch(url, { method, body: form, headers: { cookie }, redirect: "manual" });
    const set = response.headers.getSetCookie().map((one) => one.split(";")[0]);
    if (set.length > 0) cookies.set(url.host, set.join("; "));
    const next = response.headers.get("location");
    return next ? open(new URL(next, url)) : { url, html: await response.text() };
  }
}

function attribute(tag, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll("&amp;", "&");
}
