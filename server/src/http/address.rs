//! The address of the caller: the peer's, or what a trusted proxy says of it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::ApiError;
use crate::app::App;

/// Address of the caller, for rate limits only; it is stored nowhere.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        Ok(Self(behind_proxies(peer, &parts.headers, &app.config.server.trusted_proxies)))
    }
}

/// Walks `X-Forwarded-For` from the right as long as the one who wrote it is trusted.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut address = peer;
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
    for hop in hops.iter().rev() {
        if !trusted.contains(&address) {
            break;
        }
        match hop.trim().parse() {
            Ok(earlier) => address = earlier,
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_may_name_another_address() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "9.9.9.9, 10.0.0.7".parse().expect("a value"));
        let proxy = address("10.0.0.1");
        assert_eq!(behind_proxies(address("8.8.8.8"), &headers, &[proxy]), address("8.8.8.8"));
        assert_eq!(behind_proxies(proxy, &headers, &[proxy]), address("10.0.0.7"));
        assert_eq!(behind_proxies(proxy, &headers, &[proxy, address("10.0.0.7")]), address("9.9.9.9"));
    }
}
