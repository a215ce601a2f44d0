//! What becomes of what does not fit, and what is told of a load.

/// What becomes of atoms and fields that were saved and that this program does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// They are an error. A plain store knows the atoms that are in use or
    /// [registered](crate::Builder::register).
    Error,
    /// They are left out.
    Skip,
    /// Atoms are kept as they stand in the text: they get their values when they are first used, and until then
    /// they are saved again as they are. Fields are left out. The default.
    #[default]
    KeepRaw,
}

/// What becomes of fields that were not saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// They are an error, but for an `Option`.
    Error,
    /// They get the values that the atom begins with. The default.
    #[default]
    Default,
}

/// What becomes of atoms that are in use and were not saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// They are an error; members of families that were not saved are removed.
    Error,
    /// They begin anew, and members of families are removed: the state is that which was saved. The default.
    #[default]
    Reset,
    /// They stay as they are.
    Keep,
}

/// How a saved state is loaded.
///
/// ```
/// use atomata::{Absent, Load, Missing, Store, Unknown, atom};
///
/// #[atom(id = "tax")]
/// static TAX: f64 = 0.2;
///
/// let store = Store::builder().register(TAX).build();
/// let strict = Load::new().unknown(Unknown::Error).missing(Missing::Error).absent(Absent::Keep);
/// let text = r#"{"atomata":1,"atoms":{"tacks":{"version":0,"value":0.3}}}"#;
/// let error = store.load_with(text.as_bytes(), strict).unwrap_err();
/// assert_eq!(error.to_string(), "`tacks` was saved, but is not known here, at line 1");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    pub(super) unknown: Unknown,
    pub(super) missing: Missing,
    pub(super) absent: Absent,
}

impl Load {
    /// With the default of each policy.
    pub const fn new() -> Self {
        Self { unknown: Unknown::KeepRaw, missing: Missing::Default, absent: Absent::Reset }
    }

    /// What becomes of what this program does not know.
    #[must_use]
    pub const fn unknown(mut self, unknown: Unknown) -> Self {
        self.unknown = unknown;
        self
    }

    /// What becomes of fields that were not saved.
    #[must_use]
    pub const fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// What becomes of atoms that were not saved.
    #[must_use]
    pub const fn absent(mut self, absent: Absent) -> Self {
        self.absent = absent;
        self
    }
}

/// What a load did.
///
/// ```
/// use atomata::{Store, atom};
///
/// #[atom(id = "tax")]
/// static TAX: f64 = 0.2;
///
/// let store = Store::new();
/// let loaded = store.load(&br#"{"atomata":1,"atoms":{"tax":{"version":0,"value":0.3}}}"#[..])?;
/// assert_eq!(loaded.kept, ["tax"]); // nobody has used it yet
/// assert_eq!(store.get(TAX), 0.3);
/// # Ok::<(), atomata::SaveError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// How many values were read: those of atoms, and of members of families.
    pub values: usize,
    /// The names of the atoms that were migrated from an older version.
    pub migrated: Vec<String>,
    /// The keys of the atoms that are not in use, and are kept as they stand in the text.
    pub kept: Vec<String>,
    /// The keys of the atoms, and the places of the fields, that are not known and were left out.
    pub skipped: Vec<String>,
    /// The places of the fields that were not saved, and have the values that their atoms begin with.
    pub missing: Vec<String>,
    /// The names of the atoms that were not saved, and began anew.
    pub reset: Vec<String>,
}
