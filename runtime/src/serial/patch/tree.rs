//! Applies operations to an untyped document, and takes them back where one does not fit.

mod compare;
#[cfg(test)]
mod tests;

use std::mem;

use serde_json::Value;

pub(super) use self::compare::equal;
use super::{DEEPEST, Op, OpKind, PatchError};
use crate::serial::pointer::{ArrayIndex, Pointer, Tokens};

/// How many bytes the copies of one patch may take together.
const COPIED_AT_MOST: usize = 64 << 20;

/// Applies all operations, or none: on an error the document is as before. With each operation comes its
/// index in the patch.
pub(crate) fn apply_to(document: &mut Value, ops: &[(usize, &Op<'_>)]) -> Result<(), PatchError> {
    let mut work = Work { document, steps: Vec::new(), allowed: COPIED_AT_MOST };
    for &(index, op) in ops {
        if let Err(error) = work.run(index, op) {
            work.take_back();
            return Err(error);
        }
    }
    Ok(())
}

/// A patch that is being applied.
struct Work<'d, 'o> {
    document: &'d mut Value,
    /// What was done, the last one last.
    steps: Vec<Step<'o>>,
    /// How many bytes may yet be copied.
    allowed: usize,
}

/// A change to one place, and how to take it back: the places of a document are the same again once
/// all later steps were taken back, so that the path leads there.
struct Step<'o> {
    path: &'o Pointer<'o>,
    before: Before,
}

enum Before {
    /// There was nothing: what is there goes.
    Nothing,
    /// This value was in the place of the one that is there.
    Value(Value),
    /// This value was taken out.
    Taken(Value),
    /// A value was taken out which the next step put elsewhere.
    Moved,
}

impl<'o> Work<'_, 'o> {
    fn run(&mut self, index: usize, op: &'o Op<'o>) -> Result<(), PatchError> {
        match op.kind {
            OpKind::Add => {
                let value = value_of(index, op)?;
                self.add(index, &op.path, value).map_err(|(error, _)| error)
            }
            OpKind::Remove => {
                let value = self.remove(index, &op.path)?;
                self.steps.push(Step { path: &op.path, before: Before::Taken(value) });
                Ok(())
            }
            OpKind::Replace => {
                let value = value_of(index, op)?;
                check_depth(index, &op.path, &value)?;
                let place = find(self.document, index, &op.path)?;
                let before = Before::Value(mem::replace(place, value));
                self.steps.push(Step { path: &op.path, before });
                Ok(())
            }
            OpKind::Move => self.relocate(index, from_of(op), &op.path),
            OpKind::Copy => {
                let original = find(self.document, index, from_of(op))?;
                check_depth(index, &op.path, original)?;
                if !weigh(original, &mut self.allowed) {
                    return Err(PatchError::TooLarge { op: index, maximum: COPIED_AT_MOST });
                }
                let value = original.clone();
                self.add(index, &op.path, value).map_err(|(error, _)| error)
            }
            OpKind::Test => {
                let value = value_of(index, op)?;
                if equal(find(self.document, index, &op.path)?, &value) {
                    Ok(())
                } else {
                    Err(PatchError::TestFailed { op: index, path: op.path.as_str().to_owned() })
                }
            }
        }
    }

    fn relocate(
        &mut self,
        index: usize,
        from: &'o Pointer<'o>,
        path: &'o Pointer<'o>,
    ) -> Result<(), PatchError> {
        if path.is_inside(from) {
            return Err(PatchError::Fixed { op: index, path: from.as_str().to_owned() });
        }
        let value = find(self.document, index, from)?;
        if path == from {
            return Ok(());
        }
        check_depth(index, path, value)?;
        let value = self.remove(index, from)?;
        self.steps.push(Step { path: from, before: Before::Moved });
        self.add(index, path, value).map_err(|(error, value)| {
            self.steps.pop();
            self.steps.push(Step { path: from, before: Before::Taken(value) });
            error
        })
    }

    /// Gives the value back where it cannot be added.
    fn add(
        &mut self,
        index: usize,
        path: &'o Pointer<'o>,
        value: Value,
    ) -> Result<(), (PatchError, Value)> {
        if let Err(error) = check_depth(index, path, &value) {
            return Err((error, value));
        }
        match insert(self.document, index, path, value) {
            Ok(before) => {
                let before = before.map_or(Before::Nothing, Before::Value);
                self.steps.push(Step { path, before });
                Ok(())
            }
            Err(refused) => Err(refused),
        }
    }

    fn remove(&mut self, index: usize, path: &Pointer<'_>) -> Result<Value, PatchError> {
        take(self.document, index, path)
    }

    /// Takes all steps back, the last one first.
    fn take_back(&mut self) {
        const POSSIBLE: &str = "what was done can be taken back";
        // What the step before put in and this one takes from elsewhere.
        let mut in_hand = None;
        while let Some(Step { path, before }) = self.steps.pop() {
            let back = match before {
                Before::Nothing => {
                    in_hand = Some(take_added(self.document, path).expect(POSSIBLE));
                    continue;
                }
                Before::Value(value) => {
                    let place = find(self.document, 0, path).expect(POSSIBLE);
                    in_hand = Some(mem::replace(place, value));
                    continue;
                }
                Before::Taken(value) => value,
                Before::Moved => in_hand.take().expect(POSSIBLE),
            };
            let inserted = insert(self.document, 0, path, back);
            assert!(matches!(inserted, Ok(None)), "{POSSIBLE}");
        }
    }
}

fn value_of(index: usize, op: &Op<'_>) -> Result<Value, PatchError> {
    let text = op.value.map_or("null", |value| value.get());
    serde_json::from_str(text).map_err(|error| PatchError::Value {
        op: index,
        path: op.path.as_str().to_owned(),
        error,
    })
}

fn from_of<'o>(op: &'o Op<'o>) -> &'o Pointer<'o> {
    op.from.as_ref().expect("`parse` lets no `move` or `copy` without `from` through")
}

/// An error unless the document stays one that can be read again with `value` at `path`.
fn check_depth(index: usize, path: &Pointer<'_>, value: &Value) -> Result<(), PatchError> {
    let above = path.as_str().bytes().filter(|&byte| byte == b'/').count();
    match DEEPEST.checked_sub(above) {
        Some(levels) if fits(value, levels) => Ok(()),
        _ => Err(PatchError::TooDeep { op: index, maximum: DEEPEST }),
    }
}

/// Whether no more than `levels` arrays and objects lie in each other.
fn fits(value: &Value, levels: usize) -> bool {
    match (value, levels.checked_sub(1)) {
        (Value::Array(elements), Some(inside)) => {
            elements.iter().all(|element| fits(element, inside))
        }
        (Value::Object(members), Some(inside)) => {
            members.values().all(|member| fits(member, inside))
        }
        (Value::Array(_) | Value::Object(_), None) => false,
        _ => true,
    }
}

/// Takes what the value weighs in memory, about, from what is allowed; `false` if that is too little.
fn weigh(value: &Value, allowed: &mut usize) -> bool {
    let own = match value {
        Value::String(text) => text.len(),
        Value::Object(members) => members.keys().map(|key| size_of::<String>() + key.len()).sum(),
        _ => 0,
    };
    let Some(left) = allowed.checked_sub(size_of::<Value>() + own) else {
        return false;
    };
    *allowed = left;
    match value {
        Value::Array(elements) => elements.iter().all(|element| weigh(element, allowed)),
        Value::Object(members) => members.values().all(|member| weigh(member, allowed)),
        _ => true,
    }
}

/// What is at a place that must exist.
fn find<'d>(
    document: &'d mut Value,
    index: usize,
    path: &Pointer<'_>,
) -> Result<&'d mut Value, PatchError> {
    walk(document, index, path, path.tokens())
}

/// Follows tokens, which are the first ones of `path`.
fn walk<'d>(
    document: &'d mut Value,
    index: usize,
    path: &Pointer<'_>,
    mut tokens: Tokens<'_>,
) -> Result<&'d mut Value, PatchError> {
    let length = tokens.rest().len();
    let mut at = document;
    while let Some(token) = tokens.next() {
        let inside = match at {
            Value::Object(members) => members.get_mut(&*token),
            Value::Array(elements) => match ArrayIndex::parse(&token) {
                Some(ArrayIndex::At(element)) => elements.get_mut(element),
                Some(ArrayIndex::End) | None => None,
            },
            _ => None,
        };
        let Some(inside) = inside else {
            let walked = length - tokens.rest().len();
            return Err(PatchError::NotFound {
                op: index,
                path: path.as_str()[..walked].to_owned(),
            });
        };
        at = inside;
    }
    Ok(at)
}

/// Adds a value, and gives what it was put over; or gives it back where it cannot be added.
fn insert(
    document: &mut Value,
    index: usize,
    path: &Pointer<'_>,
    value: Value,
) -> Result<Option<Value>, (PatchError, Value)> {
    let Some((parent, last)) = path.split_last() else {
        return Ok(Some(mem::replace(document, value)));
    };
    match walk(document, index, path, parent) {
        Ok(Value::Object(members)) => Ok(members.insert(last.into_owned(), value)),
        Ok(Value::Array(elements)) => {
            let at = match ArrayIndex::parse(&last) {
                Some(ArrayIndex::At(at)) if at <= elements.len() => at,
                Some(ArrayIndex::End) => elements.len(),
                _ => return Err((no_index(index, path, elements.len()), value)),
            };
            elements.insert(at, value);
            Ok(None)
        }
        Ok(_) => Err((not_found(index, path), value)),
        Err(error) => Err((error, value)),
    }
}

/// Takes a value out.
fn take(document: &mut Value, index: usize, path: &Pointer<'_>) -> Result<Value, PatchError> {
    let Some((parent, last)) = path.split_last() else {
        return Err(PatchError::Fixed { op: index, path: String::new() });
    };
    match walk(document, index, path, parent)? {
        Value::Object(members) => members.remove(&*last).ok_or_else(|| not_found(index, path)),
        Value::Array(elements) => match ArrayIndex::parse(&last) {
            Some(ArrayIndex::At(at)) if at < elements.len() => Ok(elements.remove(at)),
            _ => Err(no_index(index, path, elements.len())),
        },
        _ => Err(not_found(index, path)),
    }
}

/// Takes out what was added at a path, which may end in `-`.
fn take_added(document: &mut Value, path: &Pointer<'_>) -> Option<Value> {
    let (parent, last) = path.split_last()?;
    match walk(document, 0, path, parent).ok()? {
        Value::Array(elements) if last == "-" => elements.pop(),
        _ => take(document, 0, path).ok(),
    }
}

fn not_found(op: usize, path: &Pointer<'_>) -> PatchError {
    PatchError::NotFound { op, path: path.as_str().to_owned() }
}

fn no_index(op: usize, path: &Pointer<'_>, length: usize) -> PatchError {
    PatchError::NoIndex { op, path: path.as_str().to_owned(), length }
}
