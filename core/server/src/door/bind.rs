//! Taking ports of the loopback.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// The port on 127.0.0.1 and on ::1, because `localhost` may mean either. A machine without IPv6 has the first alone;
/// but if somebody holds the second, half of the users would land there, so then the port is not ours.
pub(crate) fn origin(port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners = vec![TcpListener::bind((Ipv4Addr::LOCALHOST, port))?];
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Ok(listener) => listeners.push(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        Err(error) => tracing::debug!(%error, "no IPv6 loopback; listening on 127.0.0.1 alone"),
    }
    Ok(listeners)
}

/// Any free port.
pub(crate) fn any() -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_port_held_on_one_of_the_two_addresses_is_held() {
        let on_v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = on_v4.local_addr().unwrap().port();
        assert_eq!(origin(port).unwrap_err().kind(), io::ErrorKind::AddrInUse);

        // Where there is no IPv6 there is nothing more to hold.
        let Ok(on_v6) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        let port = on_v6.local_addr().unwrap().port();
        assert_eq!(origin(port).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
