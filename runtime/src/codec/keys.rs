//! How the keys of families are written and read back.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::binary::from_binary;
use super::plain::{from_json, to_binary, to_json};
use super::wires::Unfit;
use crate::handle::{AnyKey, Key};
use crate::serial::shape::shape_of;
use crate::value::SerdeValue;

/// Writes and reads back the keys of one type.
#[derive(Clone, Copy)]
pub(crate) struct KeyCodec {
    pub(crate) shape: fn() -> u64,
    pub(crate) put: fn(&dyn AnyKey, &mut Vec<u8>) -> Result<(), Unfit>,
    pub(crate) take: fn(&mut &[u8]) -> Taken,
    /// As the token of a pointer.
    pub(crate) to_token: fn(&dyn AnyKey) -> Result<String, Unfit>,
    pub(crate) from_token: fn(&str) -> Taken,
}

type Taken = Result<Arc<dyn AnyKey>, Unfit>;

impl KeyCodec {
    pub(crate) const fn of<K: SerdeValue + Key>() -> Self {
        Self {
            shape: shape_of::<K>,
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
        }
    }
}

fn token_of<K: SerdeValue + Key>(key: &dyn AnyKey) -> Result<String, Unfit> {
    let mut text = Vec::new();
    to_json(known::<K>(key)?, &mut text)?;
    // A text stands for itself; anything else for how it is written.
    match from_json::<String>(&text) {
        Ok(plain) => Ok(plain),
        Err(_) => String::from_utf8(text).map_err(Unfit::new),
    }
}

fn known<K: Key>(key: &dyn AnyKey) -> Result<&K, Unfit> {
    let key: &dyn Any = key;
    key.downcast_ref().ok_or_else(Unfit::misplaced)
}

impl fmt::Debug for KeyCodec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCodec")
    }
}
