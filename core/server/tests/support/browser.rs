//! A browser that follows nothing by itself and shows every header.

use std::collections::BTreeMap;
use std::sync::Once;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use url::Url;

#[derive(Clone)]
pub struct Browser {
    client: Client,
    headers: HeaderMap,
}

#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Browser {
    pub fn new() -> Self {
        static TLS: Once = Once::new();
        TLS.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { client, headers: HeaderMap::new() }
    }

    /// This browser, with one more header.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        Self { client: self.client.clone(), headers }
    }

    pub async fn get(&self, url: impl AsRef<str>) -> Page {
        self.send(Method::GET, url.as_ref(), None).await
    }

    /// Presses the button of a form.
    pub async fn submit(&self, url: impl AsRef<str>, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let form = self.with("content-type", "application/x-www-form-urlencoded");
        form.send(Method::POST, url.as_ref(), Some(body)).await
    }

    pub async fn send(&self, method: Method, url: &str, body: Option<String>) -> Page {
        self.try_send(method, url, body).await.unwrap()
    }

    pub async fn try_send(&self, method: Method, url: &str, body: Option<String>) -> reqwest::Result<Page> {
        let request = self.client.request(method, url).headers(self.headers.clone());
        let response = request.body(body.unwrap_or_default()).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Page { status, headers, text: response.text().await? })
    }
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> Url {
        Url::parse(self.header("location")).unwrap()
    }

    /// What the browser would send back of the cookie set here.
    pub fn cookie(&self) -> &str {
        self.header("set-cookie").split(';').next().unwrap()
    }
}

pub fn query(url: &Url) -> BTreeMap<String, String> {
    url.query_pairs().into_owned().collect()
}
