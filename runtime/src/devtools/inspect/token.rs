//! The token: who has it may read and write.

use std::fmt::Write;
use std::io;

use subtle::ConstantTimeEq;

/// 256 bits from the system, as they stand in the link.
pub(super) struct Token(String);

impl Token {
    pub(super) fn new() -> io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let mut text = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Whether this is it. Takes as long whatever the difference is, but for the length, which is known.
    pub(super) fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn only_the_whole_token_is_it() {
        let token = Token::new().unwrap();
        assert_eq!(token.text().len(), 64);
        let same = String::from(token.text());
        assert!(token.is(&same));
        assert!(!token.is(&token.text()[1..]));
        assert!(!token.is(&format!("{}0", token.text())));
        assert!(!token.is(""));
        assert!(!Token::new().unwrap().is(token.text()));
    }
}
