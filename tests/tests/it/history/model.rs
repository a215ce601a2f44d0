//! Random turns, undos, redos, travels, labels and branches, held against a list of whole states.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use atomata::history::{Label, Point};
use atomata::{History, MemoryBudget, Store, Subscription};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{Address, CURSOR, Cart, NAME, OPEN, TOTAL, Todo, ZOOM, checked, manual, todo};

/// All that a store holds, computeds too.
#[derive(Clone, Debug, PartialEq)]
struct Whole {
    zoom: u32,
    name: String,
    cart: Cart,
    todos: Vec<(u8, Todo)>,
    total: u32,
    open: Vec<u8>,
}

fn whole(store: &Store) -> Whole {
    let todos = store.keys(Todo).into_iter().map(|key| (key, store.get(Todo(key)))).collect();
    let (zoom, name, cart) = store.get((ZOOM, NAME, Cart));
    let (total, open) = store.get((TOTAL, OPEN));
    Whole { zoom, name, cart, todos, total, open }
}

/// The computeds follow from the rest.
fn check_computeds(whole: &Whole) {
    assert_eq!(whole.total, whole.cart.items.iter().sum::<u32>() * whole.zoom);
    let open = whole.todos.iter().filter(|(_, todo)| !todo.done).map(|(key, _)| *key);
    assert_eq!(whole.open, open.collect::<Vec<_>>());
}

#[derive(Clone, Debug)]
enum Write {
    Zoom(u32),
    Name(u8),
    Push(u32),
    Pop,
    Coupon(bool),
    City(u8),
    Address(u8),
    Whole(u8),
    Modify(u8),
    Cursor(u32),
    Todo(u8, u8),
    Done(u8),
    Remove(u8),
    Get(u8),
}

fn write(store: &Store, write: &Write) {
    match *write {
        Write::Zoom(zoom) => store.set(ZOOM, zoom),
        Write::Name(name) => store.update(NAME, |held| held.set("n".repeat(name.into()))),
        Write::Push(item) => store.update(Cart, |cart| cart.items.push(item)),
        Write::Pop => {
            store.update(Cart.items, |items| items.pop());
        }
        Write::Coupon(some) => store.set(Cart.coupon, some.then(|| "TEN".to_owned())),
        Write::City(city) => store.update(Cart, |cart| cart.address.city.set(city.to_string())),
        Write::Address(number) => {
            let address = Address { city: String::new(), number: number.into() };
            store.set(Cart.address, address);
        }
        Write::Whole(item) => {
            let cart = Cart { items: vec![item.into()], ..Cart::default() };
            store.set(Cart, cart);
        }
        Write::Modify(number) => store.modify(Cart, |cart: &mut Cart| {
            cart.address.number = number.into();
            cart.coupon = None;
        }),
        Write::Cursor(cursor) => store.set(CURSOR, cursor),
        Write::Todo(key, title) => store.set(Todo(key), todo(&title.to_string())),
        Write::Done(key) => store.update(Todo(key), |todo| todo.done.set(true)),
        Write::Remove(key) => {
            store.remove(Todo(key));
        }
        Write::Get(key) => {
            store.get(Todo(key));
        }
    }
}

#[derive(Clone, Debug)]
enum Turn {
    Lone(Write),
    Batch(Vec<Write>),
    Labelled(u8, Vec<Write>),
    Transaction(Vec<Write>, bool),
    /// Writes, those of a transaction inside, whether that succeeds, and writes after it.
    Nested(Vec<Write>, Vec<Write>, bool, Vec<Write>),
}

fn turn(store: &Store, turn: &Turn) {
    let all = |store: &Store, writes: &[Write]| writes.iter().for_each(|it| write(store, it));
    let end = |succeeds: bool| if succeeds { Ok(()) } else { Err(()) };
    match turn {
        Turn::Lone(it) => write(store, it),
        Turn::Batch(writes) => store.batch(|tx| all(tx, writes)),
        Turn::Labelled(label, writes) => {
            store.labelled(Label::merging(label.to_string()), |tx| all(tx, writes));
        }
        Turn::Transaction(writes, succeeds) => {
            let _ = store.transaction(|tx| {
                all(tx, writes);
                end(*succeeds)
            });
        }
        Turn::Nested(before, inside, succeeds, after) => store.batch(|tx| {
            all(tx, before);
            let _ = tx.transaction(|tx| {
                all(tx, inside);
                end(*succeeds)
            });
            all(tx, after);
        }),
    }
}

#[derive(Clone, Debug)]
enum Step {
    Turn(Turn),
    Undo,
    Redo,
    GoTo(usize),
    Switch(usize),
    Pin(usize),
    Unpin(usize),
    Group(Vec<Turn>),
    Hold,
}

fn any_write() -> impl Strategy<Value = Write> {
    prop_oneof![
        (0..4_u32).prop_map(Write::Zoom),
        (0..3_u8).prop_map(Write::Name),
        (0..4_u32).prop_map(Write::Push),
        Just(Write::Pop),
        any::<bool>().prop_map(Write::Coupon),
        (0..3_u8).prop_map(Write::City),
        (0..3_u8).prop_map(Write::Address),
        (0..3_u8).prop_map(Write::Whole),
        (0..3_u8).prop_map(Write::Modify),
        any::<u32>().prop_map(Write::Cursor),
        (0..5_u8, 0..3_u8).prop_map(|(key, title)| Write::Todo(key, title)),
        (0..5_u8).prop_map(Write::Done),
        (0..5_u8).prop_map(Write::Remove),
        (0..8_u8).prop_map(Write::Get),
    ]
}

fn any_turn() -> impl Strategy<Value = Turn> {
    let writes = || prop::collection::vec(any_write(), 0..6);
    prop_oneof![
        4 => any_write().prop_map(Turn::Lone),
        3 => writes().prop_map(Turn::Batch),
        2 => (0..2_u8, writes()).prop_map(|(label, writes)| Turn::Labelled(label, writes)),
        2 => (writes(), any::<bool>()).prop_map(|(writes, ok)| Turn::Transaction(writes, ok)),
        2 => (writes(), writes(), any::<bool>(), writes())
            .prop_map(|(before, inside, ok, after)| Turn::Nested(before, inside, ok, after)),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => any_turn().prop_map(Step::Turn),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
        3 => any::<usize>().prop_map(Step::GoTo),
        1 => any::<usize>().prop_map(Step::Switch),
        1 => any::<usize>().prop_map(Step::Pin),
        1 => any::<usize>().prop_map(Step::Unpin),
        1 => prop::collection::vec(any_turn(), 0..4).prop_map(Step::Group),
        1 => Just(Step::Hold),
    ]
}

/// Who was told what, by name.
type Told = Arc<Mutex<BTreeMap<&'static str, usize>>>;

fn watched(store: &Store) -> (Vec<Subscription>, Told) {
    let told = Told::default();
    macro_rules! watch {
        ($($name:literal $handle:expr),*) => {
            vec![$({
                let told = Arc::clone(&told);
                store.subscribe($handle, move |_| *told.lock().unwrap().entry($name).or_default() += 1)
            }),*]
        };
    }
    let subscriptions = watch![
        "zoom" ZOOM, "name" NAME, "items" Cart.items, "coupon" Cart.coupon, "cart" Cart,
        "city" Cart.address.city, "number" Cart.address.number, "total" TOTAL, "open" OPEN
    ];
    (subscriptions, told)
}

fn differing(a: &Whole, b: &Whole) -> BTreeMap<&'static str, usize> {
    let told = |cart: &Cart| (cart.items.clone(), cart.coupon.clone(), cart.address.clone());
    let all = [
        ("zoom", a.zoom != b.zoom),
        ("name", a.name != b.name),
        ("items", a.cart.items != b.cart.items),
        ("coupon", a.cart.coupon != b.cart.coupon),
        ("cart", told(&a.cart) != told(&b.cart)),
        ("city", a.cart.address.city != b.cart.address.city),
        ("number", a.cart.address.number != b.cart.address.number),
        ("total", a.total != b.total),
        ("open", a.open != b.open),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| (name, 1)).collect()
}

/// What is known of the history: the whole state at each point that was ever seen.
struct Model {
    store: Store,
    seen: HashMap<Point, Whole>,
    points: Vec<Point>,
    pinned: Vec<Point>,
    /// Nothing is pruned, merged or kept aside: the states from the start to the last redo, and where
    /// the present is among them.
    plain: Option<(Vec<Whole>, usize)>,
    told: Told,
    held: Vec<Box<dyn std::any::Any>>,
}

impl Model {
    fn see(&mut self) -> Whole {
        let whole = whole(&self.store);
        check_computeds(&whole);
        checked(&self.store);
        let point = self.store.history().position();
        self.seen.insert(point, whole.clone());
        self.points.push(point);
        whole
    }

    fn point(&self, at: usize) -> Point {
        self.points[at % self.points.len()]
    }

    fn wrote(&mut self, before: &Whole) {
        let from = self.store.history().position();
        let after = self.see();
        if let Some((states, here)) = &mut self.plain
            && after != *before
        {
            states.truncate(*here + 1);
            states.push(after);
            *here += 1;
        }
        assert!(self.points.contains(&from));
        self.store.flush();
        self.told.lock().unwrap().clear();
    }

    /// After a travel the store is as it was, and who is told is who sees a difference.
    fn travelled(&mut self, before: &Whole) {
        let point = self.store.history().position();
        let expected = self.seen[&point].clone();
        let now = self.see();
        assert_eq!(now, expected, "at {point:?}");
        if let Some((states, here)) = &self.plain {
            assert_eq!(now, states[*here]);
        }
        self.store.flush();
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        assert_eq!(told, differing(before, &now), "who was told");
    }

    fn step(&mut self, step: &Step) {
        let before = whole(&self.store);
        match step {
            Step::Turn(it) => {
                turn(&self.store, it);
                self.wrote(&before);
            }
            Step::Group(turns) => {
                let group = self.store.grouped();
                for it in turns {
                    turn(&self.store, it);
                }
                drop(group);
                self.wrote(&before);
            }
            Step::Undo | Step::Redo => {
                let back = matches!(step, Step::Undo);
                let can = if back { self.store.can_undo() } else { self.store.can_redo() };
                let did = if back { self.store.undo() } else { self.store.redo() };
                assert_eq!(can, did);
                if let Some((states, here)) = &mut self.plain {
                    let could = if back { *here > 0 } else { *here + 1 < states.len() };
                    assert_eq!(did, could);
                    *here = if !did {
                        *here
                    } else if back {
                        *here - 1
                    } else {
                        *here + 1
                    };
                }
                self.travelled(&before);
            }
            Step::GoTo(at) if self.plain.is_none() => {
                let point = self.point(*at);
                match self.store.history().try_go_to(point) {
                    Ok(()) => assert_eq!(self.store.history().position(), point),
                    Err(error) => assert!(!self.pinned.contains(&point), "{error}"),
                }
                self.travelled(&before);
            }
            Step::Switch(at) if self.plain.is_none() => {
                let branches = self.store.history().branches();
                self.store.history().switch_to(branches[at % branches.len()]);
                self.travelled(&before);
            }
            Step::Pin(at) => {
                let point = self.point(*at);
                if self.store.history().try_pin(point).is_ok() {
                    self.pinned.push(point);
                }
            }
            Step::Unpin(at) => {
                let point = self.point(*at);
                self.pinned.retain(|pinned| *pinned != point);
                self.store.history().unpin(point);
            }
            Step::Hold => {
                // What is held elsewhere is copied before it is written.
                self.held.push(Box::new((self.store.share(Cart), self.store.snapshot())));
            }
            Step::GoTo(_) | Step::Switch(_) => {}
        }
    }
}

fn run(store: Store, plain: bool, steps: &[Step]) {
    let (_subscriptions, told) = watched(&store);
    let mut model = Model {
        store,
        seen: HashMap::new(),
        points: Vec::new(),
        pinned: Vec::new(),
        plain: None,
        told,
        held: Vec::new(),
    };
    let start = model.see();
    model.plain = plain.then(|| (vec![start], 0));
    for step in steps {
        // What would be merged or kept aside is no list of states.
        let fits = match step {
            Step::Turn(Turn::Labelled(..)) | Step::Group(_) | Step::Pin(_) => !plain,
            _ => true,
        };
        if fits {
            model.step(step);
        }
    }
    for point in model.pinned.clone() {
        model.store.history().go_to(point);
        assert_eq!(whole(&model.store), model.seen[&point]);
    }
}

fn cases(count: u32) -> TestRunner {
    TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(count) })
}

#[test]
fn a_history_is_a_list_of_states() {
    let steps = prop::collection::vec(any_step(), 1..40);
    let result = cases(150).run(&steps, |steps| {
        run(manual(History::new().max_snapshots(usize::MAX)), true, &steps);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_point_that_is_left_is_as_it_was() {
    let steps = prop::collection::vec(any_step(), 1..60);
    let all = (1..8_usize, any::<bool>(), any::<bool>(), steps);
    let result = cases(150).run(&all, |(most, keeps, small, steps)| {
        let history = History::new().max_snapshots(most);
        let history = if keeps { history.keep_branches() } else { history };
        let history = if small { history.max_bytes(2_000) } else { history };
        run(manual(history), false, &steps);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// A budget drops entries between turns, too, and at the end of flushes; no hole comes of it.
#[test]
fn every_point_that_a_budget_leaves_is_as_it_was() {
    let steps = prop::collection::vec(any_step(), 1..60);
    let all = (500..6_000_usize, any::<bool>(), steps);
    let result = cases(150).run(&all, |(bytes, keeps, steps)| {
        let history = History::new();
        let history = if keeps { history.keep_branches() } else { history };
        let budget = MemoryBudget::new(bytes);
        run(
            Store::builder().manual().history(history).memory_budget(budget).build(),
            false,
            &steps,
        );
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}
