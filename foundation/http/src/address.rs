//! Where a request comes from: the socket's peer, or, when that is a proxy we trust, the nearest address in
//! `X-Forwarded-For` that is not one of ours. Anything further left was written by the caller and proves nothing.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr};
use tb_config::Network;

/// The caller's address.
pub fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let Some(peer) = peer.map(|peer| peer.to_canonical()) else { return IpAddr::V4(Ipv4Addr::UNSPECIFIED) };
    let ours = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !ours(peer) {
        return peer;
    }
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    let mut nearest = peer;
    for hop in lines.iter().flat_map(|line| line.split(',')).rev() {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { return nearest };
        nearest = address.to_canonical();
        if !ours(nearest) {
            return nearest;
        }
    }
    nearest
}

/// What one caller is for rate limits: an IPv6 household has a whole /64 to itself.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let trusted = [Network::parse("10.0.0.0/8").unwrap()];
        let ask = |peer: &str, forwarded: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
            client_address(peer.parse().ok(), &headers, &trusted).to_string()
        };
        assert_eq!(ask("203.0.113.9", "1.2.3.4"), "203.0.113.9", "a stranger may write what they like");
        assert_eq!(ask("10.0.0.1", "1.2.3.4"), "1.2.3.4");
        assert_eq!(ask("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.7"), "1.2.3.4", "what is left of it is hearsay");
        assert_eq!(ask("10.0.0.1", "rubbish"), "10.0.0.1");
        assert_eq!(ask("::ffff:10.0.0.1", "::ffff:1.2.3.4"), "1.2.3.4");
        assert_eq!(household("2001:db8::1".parse().unwrap()), household("2001:db8::2".parse().unwrap()));
    }
}
