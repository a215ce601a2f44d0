//! How large the shapes are; the build script generates as many declarations.

/// Computeds in the chain.
pub const DEEP: usize = 50;
/// Arms of the broad graph, two computeds each.
pub const BROAD: usize = 50;
/// Arms of the diamond.
pub const DIAMOND: usize = 5;
/// Levels of the triangle.
pub const TRIANGLE: usize = 10;
/// Atoms that are gathered and split again.
pub const MUX: usize = 100;
/// How often one computed reads its one dependency.
pub const REPEAT: usize = 30;
/// How often one computed reads the one of two that it needs.
pub const UNSTABLE: usize = 20;
/// Atoms, or effects, where there are many.
pub const MANY: usize = 1000;
/// Fields of a record.
pub const FIELDS: usize = 20;
/// Atoms with a computed each, for measuring what a declared computed takes.
pub const PAIRS: usize = 250;
