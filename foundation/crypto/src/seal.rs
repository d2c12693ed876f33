//! Sealing one value: version byte ‖ 12-byte nonce ‖ ciphertext with tag. The context (table, column, row) is
//! authenticated with it, so a sealed value cannot be moved to another row or column.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use tb_kernel::Entropy;
use zeroize::Zeroizing;

/// It was not sealed with this key for this place, or it was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value could not be opened")]
pub struct SealError;

const AES_256_GCM: u8 = 1;

/// A key that seals values of one owner.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub fn from_bytes(bytes: [u8; 32]) -> DataKey {
        DataKey(Zeroizing::new(bytes))
    }

    /// Seals `plain` for the place that `context` names.
    pub fn seal(&self, context: &[&[u8]], plain: &[u8], entropy: &Entropy) -> Vec<u8> {
        let nonce = entropy.bytes::<12>();
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &bound(context) })
            .expect("AES-GCM seals any text shorter than 64 GiB");
        [&[AES_256_GCM][..], &nonce, &sealed].concat()
    }

    /// Opens what [`DataKey::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, context: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError)?;
        let (nonce, cipher) = rest.split_at_checked(12).ok_or(SealError)?;
        let nonce = <[u8; 12]>::try_from(nonce).map_err(|_| SealError)?;
        if *version != AES_256_GCM {
            return Err(SealError);
        }
        self.cipher().decrypt(&Nonce::from(nonce), Payload { msg: cipher, aad: &bound(context) }).map_err(|_| SealError)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&Key::<Aes256Gcm>::from(*self.0))
    }
}

fn bound(context: &[&[u8]]) -> Vec<u8> {
    context.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyRing;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place() {
        let entropy = Entropy::seeded(1);
        let ring = KeyRing::from_master(&[9; 32]);
        let (key, wrapped) = ring.new_data_key(&[1; 16], &entropy);
        let sealed = key.seal(&[b"person", b"name", &[1; 16]], "张桂英".as_bytes(), &entropy);
        let again = ring.open_data_key(&[1; 16], &wrapped).unwrap();
        assert_eq!(again.open(&[b"person", b"name", &[1; 16]], &sealed).unwrap(), "张桂英".as_bytes());
        assert_eq!(again.open(&[b"person", b"phone", &[1; 16]], &sealed), Err(SealError));
        assert!(ring.open_data_key(&[2; 16], &wrapped).is_err());
        assert!(KeyRing::from_master(&[8; 32]).open_data_key(&[1; 16], &wrapped).is_err());
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert_eq!(again.open(&[b"person", b"name", &[1; 16]], &bent), Err(SealError), "byte {at}");
        }
        assert_eq!(again.open(&[], &[]), Err(SealError));
    }

    #[test]
    fn a_blind_index_tells_fields_and_installations_apart() {
        let ring = KeyRing::from_master(&[9; 32]);
        assert_eq!(ring.blind("phone", "13800000000"), ring.blind("phone", "13800000000"));
        assert_ne!(ring.blind("phone", "13800000000"), ring.blind("id", "13800000000"));
        assert_ne!(ring.blind("phone", "1"), KeyRing::from_master(&[8; 32]).blind("phone", "1"));
    }
}
