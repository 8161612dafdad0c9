//! The fingerprint by which a page's policy allows its own script and style: SHA-256 (FIPS 180-4) in base64. The only
//! file that knows sha2 and base64.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The fingerprint of some bytes, as Content Security Policy writes it behind `sha256-`.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_fingerprint_of_the_standard() {
        // The examples of FIPS 180-4, and the policy's own way of writing them.
        assert_eq!(
            base64(b"abc"),
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
        assert_eq!(base64(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
