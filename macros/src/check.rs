//! Rules across facts: what no single option or type can say.

mod computed;
mod node;
mod tracked;

pub(crate) use computed::computed;
pub(crate) use node::node;
pub(crate) use tracked::tracked;
