//! An immediate-mode interface: sliders that want `&mut`, and a loop that draws what changed.

use atomata::{Store, Write, atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[atom]
static PRICE: f64 = 100.0;

#[computed(deps = [PRICE, TAX])]
fn total(price: f64, tax: f64) -> f64 {
    price * (1.0 + tax)
}

/// Stands for a toolkit: a widget takes `&mut` and says whether it was used.
#[derive(Default)]
struct Ui {
    drag: Option<f64>,
    lines: Vec<String>,
}

impl Ui {
    fn slider(&mut self, value: &mut f64) -> bool {
        match self.drag.take() {
            Some(to) => {
                *value = to;
                true
            }
            None => false,
        }
    }

    fn label(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }
}

fn slider<H: Write<Value = f64>>(ui: &mut Ui, store: &Store, handle: H) -> bool {
    ui.label(handle.name());
    store.modify(handle, |value| ui.slider(value))
}

#[test]
fn a_slider_edits_an_atom() {
    let store = Store::new();
    let mut ui = Ui { drag: Some(0.25), ..Ui::default() };
    assert!(store.modify(TAX, |tax| ui.slider(tax)));
    assert_eq!(store.get(TAX), 0.25);
    assert!(!slider(&mut ui, &store, TAX), "nobody drags it any more");
    assert!(!slider(&mut ui, &store, &PRICE));
    assert_eq!(ui.lines, ["TAX", "PRICE"]);
}

#[test]
fn a_loop_draws_what_changed() {
    let store = Store::new();
    let mut watch = store.watch(TOTAL);
    let mut ui = Ui::default();
    for frame in 0..4 {
        if frame == 2 {
            ui.drag = Some(200.0);
        }
        store.modify(PRICE, |price| ui.slider(price));
        if let Some(total) = watch.changed() {
            ui.label(format!("frame {frame}: {total:.2}"));
        }
    }
    assert_eq!(ui.lines, ["frame 2: 240.00"]);
}

/// An application as a toolkit wants it: one struct that owns everything and is called once a frame.
struct App {
    store: Store,
    total: atomata::Watch<TOTAL>,
    shown: String,
}

impl App {
    fn new() -> Self {
        let store = Store::manual();
        let total = store.watch(TOTAL);
        Self { store, total, shown: String::from("?") }
    }

    fn frame(&mut self, ui: &mut Ui) {
        slider(ui, &self.store, TAX);
        self.store.flush();
        if let Some(total) = self.total.changed() {
            self.shown = format!("{total:.1}");
        }
    }
}

#[test]
fn an_application_struct_owns_store_and_watch() {
    let mut app = App::new();
    let mut ui = Ui::default();
    app.frame(&mut ui);
    assert_eq!(app.shown, "?");
    ui.drag = Some(0.5);
    app.frame(&mut ui);
    assert_eq!(app.shown, "150.0");
}
