//! The vault: seals credentials for the store and opens them for one request.
//!
//! Master key → key per project (HKDF-SHA-256) → record (XChaCha20-Poly1305). The associated data names the record's
//! place and generation, so that a sealed value moved to another row, or put back after it was replaced, does not
//! open. A canary record, sealed when the store was empty, proves the key at every start.

use std::fs;
use std::io::Write;
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::error::{Error, INTERNAL, Result, STORE_KEY, STORE_UNAVAILABLE};
use crate::ids::random_bytes;
use crate::store::Store;

const KEY_FILE: &str = "master.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// Names the master key in the associated data; rotation will add a second one.
const KEY_ID: &str = "k1";
const CANARY: &str = "vault.canary";

/// The place a sealed value belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Slot<'a> {
    pub project: &'a str,
    pub table: &'static str,
    pub column: &'static str,
    pub id: &'a str,
    pub generation: i64,
}

impl Slot<'_> {
    fn associated_data(&self) -> Vec<u8> {
        // Lengths keep two different places from spelling the same bytes.
        [self.project, self.table, self.column, self.id, KEY_ID, &self.generation.to_string()]
            .iter()
            .flat_map(|part| format!("{}:{part};", part.len()).into_bytes())
            .collect()
    }
}

pub struct Vault {
    master: [u8; KEY_BYTES],
}

impl Vault {
    /// Opens the vault of a home: reads `master.key`, or creates it beside an empty store.
    pub async fn open(home: &Path, store: &dyn Store) -> Result<Self> {
        let path = home.join(KEY_FILE);
        let known = store.meta(CANARY).await?;
        let master = match (read_key(&path)?, &known) {
            (Some(key), _) => key,
            (None, Some(_)) => {
                return Err(Error::new(
                    STORE_KEY,
                    format!(
                        "the store in {} has credentials, but its key {KEY_FILE} is missing; put the file back from a \
                         backup, or move the store away to start with an empty one",
                        home.display()
                    ),
                ));
            }
            (None, None) => create_key(&path)?,
        };
        let vault = Self { master };
        let canary = Slot { project: "", table: "meta", column: "value", id: CANARY, generation: 0 };
        let known = match known {
            Some(known) => known,
            // Another process may have been first: what is in the store counts.
            None => store.put_meta_once(CANARY, &vault.seal(&canary, CANARY.as_bytes())?).await?,
        };
        vault.open_sealed(&canary, &known).map_err(|_| {
            Error::new(
                STORE_KEY,
                format!("{} is not the key of the store beside it; put the right file back", path.display()),
            )
        })?;
        Ok(vault)
    }

    pub fn seal(&self, slot: &Slot<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random_bytes::<NONCE_BYTES>();
        let payload = Payload { msg: plain, aad: &slot.associated_data() };
        let sealed = self
            .cipher(slot.project)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::new(INTERNAL, "a credential could not be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub fn open_sealed(&self, slot: &Slot<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = || {
            Error::new(
                STORE_KEY,
                format!("the stored credential of `{}` does not open with this home's key; reconnect it", slot.id),
            )
        };
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| broken())?;
        let payload = Payload { msg: body, aad: &slot.associated_data() };
        self.cipher(slot.project)?.decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())
    }

    fn cipher(&self, project: &str) -> Result<XChaCha20Poly1305> {
        let mut key = [0; KEY_BYTES];
        Hkdf::<Sha256>::new(None, &self.master)
            .expand_multi_info(&[b"composio project ", project.as_bytes()], &mut key)
            .map_err(|_| Error::new(INTERNAL, "the project key could not be derived"))?;
        Ok(XChaCha20Poly1305::new(&Key::from(key)))
    }
}

fn read_key(path: &Path) -> Result<Option<[u8; KEY_BYTES]>> {
    match fs::read(path) {
        Ok(bytes) => bytes
            .try_into()
            .map(Some)
            .map_err(|_| Error::new(STORE_KEY, format!("{} is damaged: a key is {KEY_BYTES} bytes", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(STORE_KEY, format!("{} cannot be read: {error}", path.display()))),
    }
}

/// Writes a new key so that it appears whole or not at all, and the first of two processes wins.
fn create_key(path: &Path) -> Result<[u8; KEY_BYTES]> {
    let failed = |error: std::io::Error| {
        Error::new(STORE_UNAVAILABLE, format!("{} cannot be written: {error}; check the folder", path.display()))
    };
    let draft = path.with_extension(format!("key.{}", crate::ids::random_token()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft).map_err(failed)?;
    let key = random_bytes::<KEY_BYTES>();
    let linked = file.write_all(&key).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            read_key(path)?.ok_or_else(|| Error::new(STORE_KEY, format!("{} vanished; try again", path.display())))
        }
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SLOT: Slot<'static> = Slot { project: "p", table: "account", column: "sealed", id: "ca_1", generation: 1 };

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place() {
        let vault = Vault { master: [7; KEY_BYTES] };
        let sealed = vault.seal(&SLOT, b"secret").unwrap();
        assert_eq!(vault.open_sealed(&SLOT, &sealed).unwrap(), b"secret");
        for other in [
            Slot { project: "q", ..SLOT },
            Slot { table: "attempt", ..SLOT },
            Slot { column: "other", ..SLOT },
            Slot { id: "ca_2", ..SLOT },
            Slot { generation: 2, ..SLOT },
        ] {
            assert!(vault.open_sealed(&other, &sealed).is_err(), "{other:?}");
        }
        assert!(Vault { master: [8; KEY_BYTES] }.open_sealed(&SLOT, &sealed).is_err());
        assert!(vault.open_sealed(&SLOT, &sealed[..10]).is_err());
    }

    #[test]
    fn the_same_value_is_never_sealed_twice_alike() {
        let vault = Vault { master: [7; KEY_BYTES] };
        assert_ne!(vault.seal(&SLOT, b"secret").unwrap(), vault.seal(&SLOT, b"secret").unwrap());
    }

    #[test]
    fn of_two_processes_creating_a_key_one_wins_and_both_agree() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(KEY_FILE);
        let keys: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| create_key(&path).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
