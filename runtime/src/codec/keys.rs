//! How the keys of families are written and read back.

#[cfg(feature = "serial")]
use std::any::Any;
#[cfg(feature = "serial")]
use std::sync::Arc;

#[cfg(feature = "serial")]
use super::binary::from_binary;
#[cfg(feature = "serial")]
use super::plain::{from_json, to_binary, to_json};
#[cfg(feature = "serial")]
use super::wires::Unfit;
#[cfg(feature = "serial")]
use crate::handle::AnyKey;
use crate::handle::Key;
use crate::value::SerdeValue;

/// Writes and reads back the keys of one type.
#[derive(Clone, Copy)]
pub(crate) struct KeyCodec {
    #[cfg(feature = "serial")]
    pub(crate) shape: fn() -> u64,
    #[cfg(feature = "serial")]
    pub(crate) put: fn(&dyn AnyKey, &mut Vec<u8>) -> Result<(), Unfit>,
    #[cfg(feature = "serial")]
    pub(crate) take: fn(&mut &[u8]) -> Result<Arc<dyn AnyKey>, Unfit>,
    /// As the token of a pointer.
    #[cfg(feature = "serial")]
    pub(crate) to_token: fn(&dyn AnyKey) -> Result<String, Unfit>,
    #[cfg(feature = "serial")]
    pub(crate) from_token: fn(&str) -> Result<Arc<dyn AnyKey>, Unfit>,
}

impl KeyCodec {
    #[cfg(not(feature = "serial"))]
    pub(crate) const fn of<K: SerdeValue + Key>() -> Option<Self> {
        None
    }

    #[cfg(feature = "serial")]
    pub(crate) const fn of<K: SerdeValue + Key>() -> Option<Self> {
        Some(Self {
            shape: crate::serial::shape_of::<K>,
            put: |key, out| to_binary(known::<K>(key)?, out),
            take: |from| Ok(Arc::new(from_binary::<K>(from)?)),
            to_token: token_of::<K>,
            from_token: |token| {
                let mut quoted = Vec::new();
                to_json(token, &mut quoted)?;
                let key = match from_json::<K>(&quoted) {
                    Ok(key) => key,
                    Err(_) => from_json::<K>(token.as_bytes())?,
                };
                let key: Arc<dyn AnyKey> = Arc::new(key);
                // Else one member would have two places in the document.
                if token_of::<K>(&*key)? != token {
                    return Err(Unfit::new("a key is not written so"));
                }
                Ok(key)
            },
        })
    }
}

#[cfg(feature = "serial")]
fn token_of<K: SerdeValue + Key>(key: &dyn AnyKey) -> Result<String, Unfit> {
    let mut text = Vec::new();
    to_json(known::<K>(key)?, &mut text)?;
    // A text stands for itself; anything else for how it is written.
    match from_json::<String>(&text) {
        Ok(plain) => Ok(plain),
        Err(_) => String::from_utf8(text).map_err(Unfit::new),
    }
}

#[cfg(feature = "serial")]
fn known<K: Key>(key: &dyn AnyKey) -> Result<&K, Unfit> {
    let key: &dyn Any = key;
    key.downcast_ref().ok_or_else(Unfit::misplaced)
}

#[cfg(feature = "serial")]
impl std::fmt::Debug for KeyCodec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyCodec")
    }
}
