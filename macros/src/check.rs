//! Rules across facts: what no single option or type can say.

mod atom;
mod computed;
mod node;
mod tracked;

pub(crate) use atom::{atom, is_sound};
pub(crate) use computed::computed;
use node::node;
pub(crate) use tracked::tracked;
