//! Deltas of a store: asked for by a version, and applied.

use super::Store;
use super::snapshot::Snapshot;
use crate::core::Held;
use crate::error::Error;
use crate::serial::frame::{Frame, FrameKind};
use crate::state::{Delta, DeltaError, Filter, Staged, State, Version};
use crate::tier::Tier;

impl<G: Tier> Store<G> {
    /// The version of this moment, from which changes can be asked for. Costs a look at each atom.
    ///
    /// A version that is made inside of a transaction, which may be taken back, knows nothing: the next
    /// delta is the whole state. From the first version on, the store notes which atoms change, which costs some nanoseconds a
    /// write.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// let mut version = store.version();
    /// store.set(TAX, 0.3);
    /// assert_eq!(store.changes_since(&mut version)?.names(), ["TAX"]);
    /// assert!(store.changes_since(&mut version)?.is_empty());
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn version(&self) -> Version {
        self.inner.work(|state| state.version(&Filter::default()))
    }

    /// What changed since a version, which becomes that of this moment. Costs what changed: nothing is
    /// compared but [`List`](crate::List)s, [`Map`](crate::Map)s and lists with `by = …` that were
    /// written.
    ///
    /// # Errors
    /// [`DeltaError::OtherStore`] where the version is not of this store; [`Error::InsideTurn`] inside
    /// of a turn, where values may be half-way.
    pub fn changes_since(&self, version: &mut Version) -> Result<Delta, DeltaError> {
        let turn = self.outside("changes_since")?;
        self.inner.work_in(turn, |state| state.changes_since(version, &Filter::default()))
    }

    /// All that is there: the atoms in use that are not `transient`. Costs a reference count for each. An atom that was
    /// loaded is in use at once if it is [registered](crate::Builder::register), and else from its first use on.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// assert_eq!(store.full_state()?.to_json()?, r#"{"tax":0.25}"#);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn full_state(&self) -> Result<Delta, DeltaError> {
        let turn = self.outside("full_state")?;
        Ok(self.inner.work_in(turn, |state| state.whole(&Filter::default())))
    }

    /// Applies a delta, all or nothing, as one turn: fields that differ are written, subscribers are told.
    /// A full state resets the atoms that it does not have, and removes the members. It takes the place of what was
    /// loaded for atoms that nobody has used, too.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn; what an initial value that panics comes to.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let (here, there) = (Store::new(), Store::new());
    /// let mut version = here.version();
    /// here.set(TAX, 0.3);
    /// there.apply(&here.changes_since(&mut version)?)?;
    /// assert_eq!(there.get(TAX), 0.3);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn apply(&self, delta: &Delta) -> Result<(), DeltaError> {
        self.apply_staged("apply", delta.is_full(), |state| state.stage(delta))
    }

    /// Applies a frame of the [binary wire](crate::docs::wire), all or nothing: the checksum, the schema
    /// and every value are looked at first. Whether it fits what came before is for a
    /// [`Follower`](crate::Follower) to say.
    ///
    /// # Errors
    /// [`DeltaError`], with the place that is wrong; then nothing has changed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let (here, there) = (Store::new(), Store::builder().register(TAX).build());
    /// here.set(TAX, 0.3);
    /// let bytes = here.full_state()?.to_bytes()?;
    /// there.apply_bytes(&bytes)?;
    /// assert_eq!(there.get(TAX), 0.3);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn apply_bytes(&self, bytes: &[u8]) -> Result<(), DeltaError> {
        self.apply_frame(&Frame::decode_only(bytes)?)
    }

    /// Applies a JSON Patch (RFC 6902) to the [document](Delta::to_json) of the state, all or nothing: with
    /// every operation, also ones that were written by hand.
    ///
    /// Costs what the operations are about, where they lead to fields, items of a list and entries of a map.
    /// What copies a value, moves one between places other than those of one list, removes a field, or does
    /// not fit costs the atoms it names: they are written as JSON and read back where they differ.
    ///
    /// # Errors
    /// [`DeltaError`], with the operation or the place that is wrong; then nothing has changed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// store.apply_patch(r#"[{"op":"replace","path":"/tax","value":0.3}]"#)?;
    /// assert_eq!(store.get(TAX), 0.3);
    /// let wrong = store.apply_patch(r#"[{"op":"replace","path":"/tax","value":"much"}]"#);
    /// let said = wrong.unwrap_err().to_string();
    /// assert!(said.starts_with(r#"operation 0: the value for "/tax": invalid type"#), "{said}");
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn apply_patch(&self, patch: &str) -> Result<(), DeltaError> {
        let turn = self.outside("apply_patch")?;
        self.inner.work_in(turn, |state| {
            let (staged, full) = state.read_patch(patch.as_bytes())?;
            Ok(state.apply(staged, full)?)
        })
    }

    pub(crate) fn apply_frame(&self, frame: &Frame<'_>) -> Result<(), DeltaError> {
        let full = frame.kind == FrameKind::Full;
        self.apply_staged("apply_bytes", full, |state| {
            state.read_payload(frame.payload, frame.schema, full)
        })
    }

    fn apply_staged(
        &self,
        verb: &'static str,
        full: bool,
        stage: impl FnOnce(&mut State) -> Result<Vec<Staged>, DeltaError>,
    ) -> Result<(), DeltaError> {
        let turn = self.outside(verb)?;
        self.inner.work_in(turn, |state| {
            let staged = stage(state)?;
            Ok(state.apply(staged, full)?)
        })
    }

    /// The turn, unless this thread is inside of one.
    pub(super) fn outside(&self, verb: &'static str) -> Result<Held<'_>, Error> {
        let turn = self.inner.core.enter();
        if turn.is_open() { Err(Error::InsideTurn { verb }) } else { Ok(turn) }
    }
}

impl<G: Tier> Snapshot<G> {
    /// What differs from an earlier snapshot to this one: a delta that can be
    /// [turned around](Delta::inverse). Costs the atoms of both, and a comparison of those that were
    /// written in between.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// let before = store.snapshot();
    /// store.set(TAX, 0.3);
    /// let delta = store.snapshot().delta_from(&before);
    /// store.apply(&delta.inverse()?)?;
    /// assert_eq!(store.get(TAX), 0.25);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn delta_from(&self, earlier: &Self) -> Delta {
        // What was loaded was there before its first use, which told one of the two what it is.
        let known = if earlier.work(|state| state.keeps_texts()) {
            self.work(|state| state.atoms().metas().collect())
        } else {
            Vec::new()
        };
        let before = earlier.work(|state| {
            state.thaw_all(known);
            state.atoms()
        });
        self.work(|state| {
            state.thaw_all(before.metas());
            state.delta_from(&before)
        })
    }
}
