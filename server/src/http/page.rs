//! The web pages, embedded in the binary: compressed once, strong entity tags, a strict content security policy.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use super::ApiError;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

struct Page {
    body: Bytes,
    gzip: Option<Bytes>,
    tag: String,
    mime: String,
}

static PAGES: LazyLock<BTreeMap<String, Page>> =
    LazyLock::new(|| Dist::iter().filter_map(|path| Some((path.to_string(), prepare(&path)?))).collect());

fn prepare(path: &str) -> Option<Page> {
    let file = Dist::get(path)?;
    let body = Bytes::from(file.data.into_owned());
    let tag = proof::hash::Hash::from(<[u8; 32]>::from(Sha256::digest(&body))).to_string();
    let gzip = gzip(&body).filter(|gzip| gzip.len() < body.len());
    Some(Page { gzip, tag: format!("\"{}\"", &tag[..32]), mime: file.metadata.mimetype().to_owned(), body })
}

fn gzip(body: &Bytes) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Compresses all pages now instead of at the first request.
pub fn warm_up() {
    LazyLock::force(&PAGES);
}

/// Serves an embedded file; a path without a file is a page of the staff application, or of the phone one below `/m`.
pub async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(page) = PAGES.get(path) {
        return answer(page, path.starts_with("assets/"), &headers);
    }
    if path.starts_with("api/") || path.starts_with("ledger/") || path.starts_with("assets/") {
        return ApiError::not_found().into_response();
    }
    let entry = if path == "m" || path.starts_with("m/") { "m.html" } else { "index.html" };
    match PAGES.get(entry) {
        Some(page) => answer(page, false, &headers),
        None => (
            StatusCode::NOT_FOUND,
            "The web pages are not built: run `npm ci && npm run build` in web/, then build the server.",
        )
            .into_response(),
    }
}

fn answer(page: &Page, immutable: bool, asked: &HeaderMap) -> Response {
    let header_is = |name, test: &dyn Fn(&str) -> bool| {
        asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).is_some_and(test)
    };
    if header_is(header::IF_NONE_MATCH, &|value| value.split(',').any(|tag| tag.trim() == page.tag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, page.tag.clone())]).into_response();
    }
    let cache = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let head = [
        (header::CONTENT_TYPE, page.mime.clone()),
        (header::ETAG, page.tag.clone()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::VARY, "accept-encoding".to_owned()),
    ];
    match &page.gzip {
        Some(gzip) if header_is(header::ACCEPT_ENCODING, &|value| value.contains("gzip")) => {
            (head, [(header::CONTENT_ENCODING, "gzip")], gzip.clone()).into_response()
        }
        _ => (head, page.body.clone()).into_response(),
    }
}

/// Headers of every answer.
pub fn security_headers(headers: &mut HeaderMap) {
    for (name, value) in SECURITY_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

const SECURITY_HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; \
         connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'",
    ),
    ("permissions-policy", "camera=(), microphone=(), display-capture=(), geolocation=()"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
];
