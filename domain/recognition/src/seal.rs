//! What is written about a person is sealed under that person's own key and dies with it.

use crate::model::Content;
use tb_crypto::DataKey;
use tb_kernel::{CertificateId, CorrectionId, Entropy};

fn certificate(id: &CertificateId) -> [&[u8]; 3] {
    [b"certificate", b"content", id.0.as_bytes()]
}

pub(crate) fn seal_content(key: &DataKey, id: CertificateId, json: &[u8], entropy: &Entropy) -> Vec<u8> {
    key.seal(&certificate(&id), json, entropy)
}

/// The content and the digest it has now.
pub(crate) fn open_content(key: &DataKey, id: CertificateId, sealed: &[u8]) -> Option<(Content, [u8; 32])> {
    let json = key.open(&certificate(&id), sealed).ok()?;
    let digest = digest(&json);
    Some((serde_json::from_slice(&json).ok()?, digest))
}

pub(crate) fn digest(json: &[u8]) -> [u8; 32] {
    tb_crypto::digest(&[b"recognition.certificate", json])
}

pub(crate) fn seal_words(
    key: &DataKey,
    field: &'static [u8],
    id: CorrectionId,
    text: &str,
    entropy: &Entropy,
) -> Vec<u8> {
    key.seal(&[b"record_correction", field, id.0.as_bytes()], text.as_bytes(), entropy)
}

pub(crate) fn open_words(key: &DataKey, field: &'static [u8], id: CorrectionId, sealed: &[u8]) -> Option<String> {
    let plain = key.open(&[b"record_correction", field, id.0.as_bytes()], sealed).ok()?;
    String::from_utf8(plain).ok()
}
